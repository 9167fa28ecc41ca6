package intake

import "slices"

// Recognise says which columns are which field, by their headings and by what a person said with
// --map, which comes first. The error wraps ErrNoColumn: a column was named that isn't there.
//
// Where a file has both a preferred and a legal name, the preferred one is the name and the legal
// one the certificate's; first and last name beside a preferred one are the legal one's.
func Recognise(header []string, o Overrides) (Mapping, error) {
	found := columnsByRole(header)
	m := Mapping{Header: header, Columns: map[Field][]int{}}
	for f, r := range map[Field]role{Say: roleSay, Pronouns: rolePronouns, Email: roleEmail, Phone: rolePhone, Worksite: roleWorksite} {
		if c, ok := found[r]; ok {
			m.Set(f, c)
		}
	}
	names(found, &m)
	return m, o.apply(&m)
}

// columnsByRole is the best column of each role: the heading that stands first in the list of the
// usual ones, then the leftmost.
func columnsByRole(header []string) map[role]int {
	found, best := map[role]int{}, map[role]int{}
	for i, h := range header {
		r := rankOf(h)
		if r.role == roleNone || r.role == roleNever {
			continue
		}
		if at, ok := best[r.role]; !ok || r.at < at {
			found[r.role], best[r.role] = i, r.at
		}
	}
	// 'Name; Vorname': beside a first name alone, a bare 'Name' is the family's.
	if n, ok := found[roleName]; ok && bareFamily(header[n]) {
		_, first := found[roleFirst]
		_, last := found[roleLast]
		if first && !last {
			found[roleLast] = n
			delete(found, roleName)
		}
	} else if i := slices.IndexFunc(header, func(h string) bool { return sameHeading(h, "nom") }); i >= 0 {
		if _, last := found[roleLast]; !last {
			if _, first := found[roleFirst]; first {
				found[roleLast] = i
			} else if !ok {
				found[roleName] = i
			}
		}
	}
	return found
}

func bareFamily(h string) bool { return sameHeading(h, "name") }

// names puts the columns of names in their fields.
func names(found map[role]int, m *Mapping) {
	pick := func(roles ...role) (cols []int) {
		for _, r := range roles {
			if c, ok := found[r]; ok {
				cols = append(cols, c)
			}
		}
		return cols
	}
	legal := pick(roleLegal)
	if parts := pick(roleLegalFirst, roleLegalLast); len(legal) == 0 && len(parts) > 0 {
		legal = pick(roleLegalFirst, roleMiddle, roleLegalLast)
		if len(pick(roleLegalFirst)) == 0 {
			legal = pick(roleFirst, roleMiddle, roleLegalLast)
		} else if len(pick(roleLegalLast)) == 0 {
			legal = pick(roleLegalFirst, roleMiddle, roleLast)
		}
	}
	first, last := firstOf(pick(roleFirst), pick(roleLegalFirst)), firstOf(pick(rolePreferredLast), pick(roleLast), pick(roleLegalLast))
	plain := pick(roleName)
	preferred := pick(rolePreferred)
	switch {
	case len(preferred) > 0:
		m.Set(Name, pick(rolePreferred, rolePreferredLast)...)
		last = firstOf(pick(roleLast), pick(roleLegalLast))
		if len(legal) == 0 {
			legal = plain
			if len(plain) == 0 && len(pick(roleFirst)) > 0 {
				legal = pick(roleFirst, roleMiddle, roleLast)
			}
		}
	case len(plain) > 0:
		m.Set(Name, plain...)
	case len(first)+len(last) == 0:
		m.Set(Name, legal...)
	}
	m.Set(First, first...)
	m.Set(Last, last...)
	m.Set(Certificate, firstOf(pick(roleCertificate), legal)...)
}

func firstOf(lists ...[]int) []int {
	for _, l := range lists {
		if len(l) > 0 {
			return l
		}
	}
	return nil
}
