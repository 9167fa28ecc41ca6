package intake

import (
	"strings"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// role is what a heading says of its column, finer than a field: whether a name is the preferred
// or the legal one decides which field it becomes (Recognise).
type role int

const (
	roleNone role = iota
	roleName
	roleFirst
	roleLast
	rolePreferred // also a preferred first name: one word alone takes the last name
	rolePreferredLast
	roleLegal
	roleLegalFirst
	roleMiddle
	roleLegalLast
	roleCertificate
	roleSay
	rolePronouns
	roleEmail
	rolePhone
	roleWorksite
	roleNever // what Rollbook has no field for, on purpose
)

// ofName reports a heading that only a header of people has.
func (r role) ofName() bool {
	switch r {
	case roleName, roleFirst, roleLast, rolePreferred, roleLegal, roleLegalFirst, roleLegalLast, roleCertificate:
		return true
	}
	return false
}

// headings are the usual ones, as letters and figures only. Order within a role is preference where
// a file has several columns of it.
var headings = map[role][]string{
	roleName: {"name", "fullname", "participantname", "participant", "attendeename", "attendee", "traineename", "trainee", "studentname", "student",
		"learnername", "learner", "registrantname", "registrant", "membername", "person", "peer", "displayname", "namelastfirst", "lastnamefirstname", "lastfirst",
		"studentlastfirst", "participantlastfirst", "firstandlastname", "firstlastname", "firstlast", "namefirstandlast", "firstnamelastname", "yourname", "teilnehmer", "teilnehmerin", "teilnehmerinnen", "teilnehmende", "nomcomplet", "nombrecompleto", "participante", "nombreyapellido"},
	roleFirst: {"firstname", "first", "fname", "givenname", "given", "forename", "attendeefirstname", "participantfirstname", "registrantfirstname", "studentfirstname",
		"firstnames", "namefirst", "vorname", "prenom", "nombre", "nombres"},
	roleLast: {"lastname", "last", "lname", "surname", "familyname", "family", "attendeelastname", "participantlastname", "registrantlastname", "studentlastname",
		"lastnames", "namelast", "nachname", "familienname", "nomdefamille", "apellido", "apellidos"},
	rolePreferred: {"preferredname", "chosenname", "nameyougoby", "goesby", "gobyname", "goby", "nameused", "usedname", "usename", "preferred", "preferredfirstname", "preferredfirst",
		"chosenfirstname", "nickname", "knownas", "alsoknownas", "calledname", "badgename", "nameonbadge", "nameforbadge", "nametag", "nameonnametag", "rufname", "firstnamepreferred", "namepreferred", "preferredfullname", "nomdusage", "nombreelegido"},
	rolePreferredLast: {"preferredlastname", "preferredlast", "chosenlastname", "lastnamepreferred"},
	roleLegal:         {"legalname", "legalfullname", "fulllegalname", "namelegal", "legal", "nameonid", "officialname", "nomlegal", "nombrelegal"},
	roleLegalFirst:    {"legalfirstname", "firstnamelegal", "legalfirst", "firstlegalname", "legalgivenname"},
	roleMiddle:        {"middlename", "middle", "legalmiddlename", "middleinitial", "middlenamelegal", "mi", "middlenames"},
	roleLegalLast:     {"legallastname", "lastnamelegal", "legallast", "lastlegalname", "legalsurname"},
	roleCertificate: {"certificatename", "nameoncertificate", "nameforcertificate", "certificate", "nameasitshouldappearonthecertificate", "nameasitshouldappearoncertificate",
		"nameasyouwouldlikeittoappearonyourcertificate", "nameforthecertificate", "nameonthecertificate"},
	roleSay: {"say", "pronunciation", "namepronunciation", "pronunciationofname", "phoneticname", "phonetic", "phonetics", "howtosay", "howtosayname", "howtosaythename", "sayitlike", "howdoyousayyourname",
		"howdoyoupronounceyourname", "aussprache", "phoneticspelling"},
	rolePronouns: {"pronouns", "pronoun", "preferredpronouns", "personalpronouns", "mypronouns", "pronomen", "pronoms", "pronombres", "pronounsoptional"},
	roleEmail: {"email", "emailaddress", "mail", "eaddress", "personalemail", "primaryemail", "contactemail", "preferredemail", "attendeeemail", "participantemail", "registrantemail", "studentemail",
		"workemail", "businessemail", "workemailaddress", "emailprimary", "email1", "emailadresse", "mailadresse", "courriel", "adressecourriel", "correo", "correoelectronico"},
	rolePhone: {"mobile", "mobilephone", "mobilenumber", "cell", "cellphone", "cellphonenumber", "cellnumber", "phone", "phonenumber", "telephone", "telephonenumber", "tel", "contactnumber",
		"primaryphone", "bestphone", "bestphonenumber", "contactphone", "homephone", "workphone", "phone1", "phonemobile", "telefon", "telefonnummer", "handy", "handynummer", "mobil", "telefono", "celular"},
	roleWorksite: {"worksite", "workplace", "placeofwork", "jobsite", "site", "sitename", "agency", "agencyname", "agencyorganization", "employer", "employername", "organization", "organisation",
		"organizationname", "organisationname", "org", "agencyemployer", "company", "companyname", "peercenter", "program", "department", "affiliation", "einrichtung", "firma", "organisme", "employeur", "lieudetravail", "organizacion", "lugardetrabajo"},
	roleNever: {"dob", "birthday", "age", "ssn", "ssan", "geburtsdatum", "datedenaissance", "fechadenacimiento"},
}

// rank is what headings say, the other way round: role and place in its list.
type rank struct {
	role role
	at   int
}

var ranks = func() map[string]rank {
	out := make(map[string]rank, 320)
	for r, list := range headings {
		for i, h := range list {
			out[h] = rank{r, i}
		}
	}
	return out
}()

// unsaidRank is the place of a heading known by its words only: after all that are known whole.
const unsaidRank = 1000

// roleOf is what a heading means, and whether it is known whole or only guessed from words in it.
func roleOf(heading string) (role, bool) {
	r := rankOf(heading)
	return r.role, r.at < unsaidRank
}

func rankOf(heading string) rank {
	words := headingWords(heading)
	squeezed := strings.Join(words, "")
	if r, ok := ranks[squeezed]; ok {
		return r
	}
	for _, tail := range []string{"required", "optional", "ifany", "ifdifferent", "ifdifferentfromlegalname"} {
		if r, ok := ranks[strings.TrimSuffix(squeezed, tail)]; ok {
			return r
		}
	}
	return rank{roleByWords(" " + strings.Join(words, " ") + " "), unsaidRank}
}

// roleByWords reads headings that are sentences, as forms write them: 'What name do you go by?'.
func roleByWords(h string) role {
	has := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(h, w) {
				return true
			}
		}
		return false
	}
	name := has(" name ", " names ", " called ", " call you ")
	switch {
	case has(" birth", " dob ", " ssn ", "social security", "diagnos", " licen", "medicaid", "mainecare", "maine care", "medicare", "insurance", " race ", "ethnic", " gender ", " sex ", "disabilit", "medication"):
		return roleNever
	case has("emergency", "supervisor", "manager", "buyer", "purchaser", "billing", "guardian", "parent ", "instructor", "trainer", "course", "class ", "training", "event", "ticket", "cohort", "session", "user name", "username", "file name", "referred", "reference", " fax "):
		return roleNone
	case has("pronunc", "pronounce", "phonetic", "say your name", "say the name", "say my name"):
		return roleSay
	case has(" pronoun"):
		return rolePronouns
	case has(" email", " e mail", " courriel "):
		return roleEmail
	case has(" phone", " telephone", " mobile ", " cell "):
		return rolePhone
	case has(" agency ", " employer ", " organization ", " organisation ", " worksite ", " work site ", " workplace ", "where do you work", "place of work"):
		return roleWorksite
	case name && has("certificate"):
		return roleCertificate
	case has(" go by ", " goes by ", "nickname", "known as") || name && has("prefer", "chosen", "badge", " called ", " call you "):
		return rolePreferred
	case has(" first name ", " given name ") && has("legal"):
		return roleLegalFirst
	case has(" last name ", " surname ", " family name ") && has("legal"):
		return roleLegalLast
	case name && has("legal", "official", "appears on your id"):
		return roleLegal
	case has(" first name ", " given name ") && !has("last name", "surname"):
		return roleFirst
	case has(" last name ", " surname ", " family name ") && !has("first name"):
		return roleLast
	case has(" your name ", " full name ", " first and last name ", " participant name ", " attendee name "):
		return roleName
	}
	return roleNone
}

// headingWords are the words of a heading in small letters, without accents, punctuation and
// underscores; CamelCase is two words.
func headingWords(s string) []string {
	s, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), s)
	if err != nil {
		return nil
	}
	var b strings.Builder
	var before rune
	for _, r := range s {
		switch {
		case r == '\'' || r == '\u2019':
		case r == '#':
			b.WriteString(" number ")
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if unicode.IsUpper(r) && unicode.IsLower(before) {
				b.WriteByte(' ')
			}
			b.WriteRune(unicode.ToLower(r))
		default:
			b.WriteByte(' ')
		}
		before = r
	}
	return strings.Fields(b.String())
}

// sameHeading compares headings as people type them: case, accents and punctuation aside.
func sameHeading(a, b string) bool {
	x, y := strings.Join(headingWords(a), ""), strings.Join(headingWords(b), "")
	if x == "" || y == "" {
		return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b))
	}
	return x == y
}
