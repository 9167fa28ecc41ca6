package command

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/share"
)

// goal is a share with those of its targets that are meant.
type goal struct {
	share   store.Share
	targets []string
}

func shareFlag(c *cobra.Command, into *string) {
	c.Flags().StringVar(into, "share", "", "the share: a part of its `target`, or of a cohort's name; not needed where the book has one only")
}

var (
	errNoShares = errors.New("no share is set up: make one with rollbook sync new TARGET, or go to one that another laptop made with rollbook sync join TARGET")
	errStopSync = errors.New("stopped in the middle: what is in the book and in the share is whole, and rollbook sync goes on where it was")
)

// goals are the shares that a part of a target, a cohort's name or the head of an id means, all where
// nothing is named. Where targets are meant, they are those; else all targets of the share.
func (r *run) goals(query string) ([]goal, error) {
	all, err := r.book.Shares()
	switch {
	case err != nil:
		return nil, err
	case len(all) == 0:
		return nil, errNoShares
	}
	var goals []goal
	for _, s := range all {
		g := goal{share: s}
		for _, target := range s.Targets {
			if query == "" || strings.Contains(model.Fold(target), model.Fold(query)) {
				g.targets = append(g.targets, target)
			}
		}
		if len(g.targets) == 0 && (query == "" || r.meant(s, query)) {
			g.targets = s.Targets
		}
		if len(g.targets) > 0 || query == "" || r.meant(s, query) {
			goals = append(goals, g)
		}
	}
	if len(goals) == 0 {
		return nil, misused("there is no share %s: there is %s", quoted(query), labels(all, r.shareLabel))
	}
	return goals, nil
}

// meant reports whether a query is the head of a share's id, or a part of the name of a cohort in it.
func (r *run) meant(s store.Share, query string) bool {
	if isID(query) && strings.HasPrefix(s.Space.String(), strings.ToLower(query)) {
		return true
	}
	return len(model.Find(query, r.carried(s.Cohorts), func(name string) string { return name })) > 0
}

// carried are the names of cohorts; of one that the book does not have yet the head of its id.
func (r *run) carried(ids []model.ID) (names []string) {
	all, _ := r.book.Cohorts() // without them the ids tell
	for _, id := range ids {
		name := short(id)
		for _, l := range all {
			if l.ID == id {
				name = l.Name
			}
		}
		names = append(names, name)
	}
	return names
}

func (r *run) shareLabel(s store.Share) string {
	if len(s.Targets) == 0 {
		return "'" + short(s.Space) + "'"
	}
	return "'" + strings.Join(s.Targets, "' and '") + "'"
}

// oneShare is the one share that is meant: the only one where none is named.
func (r *run) oneShare(query string) (goal, error) {
	goals, err := r.goals(query)
	switch {
	case err != nil:
		return goal{}, err
	case len(goals) > 1 && query == "":
		return goal{}, misused("it is not clear which share is meant: say with --share which of %s", labels(goals, r.goalLabel))
	case len(goals) > 1:
		return goal{}, misused("%s could be %s: say more of it", quoted(query), labels(goals, r.goalLabel))
	}
	return goals[0], nil
}

func (r *run) goalLabel(g goal) string { return r.shareLabel(g.share) }

// atTarget does something at the first target of a share that is there.
func (r *run) atTarget(g goal, do func(p share.Place, target string) error) error {
	if len(g.targets) == 0 {
		return fmt.Errorf("this share has no target any more: rollbook sync add TARGET gives it one")
	}
	var away error
	for _, target := range g.targets {
		p, err := r.place(target)
		if err == nil {
			err = do(p, target)
		}
		if !errors.Is(err, share.ErrAway) {
			return err
		}
		if away == nil {
			away = err
		}
	}
	return away
}

// place is a target as something that can be read and written. Nothing is asked of it yet.
func (r *run) place(target string) (share.Place, error) {
	return share.Open(target, r.shareEnv())
}

// placeNamed is place for a target that was typed just now. A folder is kept by its whole path, since
// the next command may be given elsewhere.
func (r *run) placeNamed(text string) (p share.Place, target string, err error) {
	if target = strings.TrimSpace(text); target == "" {
		return nil, "", misused("the target is empty: name a folder, s3://bucket/prefix or webdavs://host/path")
	}
	if share.KindOf(target) == share.Folder {
		if target, err = filepath.Abs(target); err != nil {
			return nil, "", fmt.Errorf("find the folder %s: %w", quoted(text), err)
		}
	}
	if p, err = r.place(target); err != nil {
		return nil, "", misuse{err}
	}
	return p, target, nil
}

func (r *run) shareEnv() share.Env {
	home := r.Env("HOME")
	if r.GOOS == "windows" && r.Env("USERPROFILE") != "" {
		home = r.Env("USERPROFILE")
	}
	return share.Env{Getenv: r.Env, Home: home}
}

// onStick reports whether a target is on a medium that is pulled out.
func (r *run) onStick(target string) bool {
	return slices.ContainsFunc(share.Sticks(r.shareEnv()), func(s share.Stick) bool {
		inside, err := filepath.Rel(s.Path, target)
		return err == nil && filepath.IsLocal(inside)
	})
}

// stoppable does what ctrl-C and a closed window end between two files, and says so.
func (r *run) stoppable(do func(context.Context) error) error {
	ends := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) { // nohup says that a closed window is no reason to stop
		ends = append(ends, syscall.SIGHUP)
	}
	ctx, stop := signal.NotifyContext(context.Background(), ends...)
	defer stop()
	err := do(ctx)
	if err != nil && ctx.Err() != nil {
		return errStopSync
	}
	return err
}

// syncProgress tells on a terminal how far a sync is, on a line that gone takes away.
func (r *run) syncProgress(target string) (progress func(store.SyncProgress), gone func()) {
	if !r.Terminal {
		return nil, func() {}
	}
	return func(p store.SyncProgress) {
		switch {
		case p.All > 0:
			r.over(fmt.Sprintf("%s: %s %d of %d", shortTarget(target), p.What, p.Done, p.All))
		default:
			r.over(fmt.Sprintf("%s: %s", shortTarget(target), p.What))
		}
	}, func() { r.over("") }
}

// shortTarget is the end of a target, short enough for a line that is written over.
func shortTarget(target string) string {
	runes := []rune(shown(target))
	if len(runes) <= 24 {
		return string(runes)
	}
	return "…" + string(runes[len(runes)-23:])
}

// cohortsFrom are the cohorts that parts of their names mean.
func (r *run) cohortsFrom(queries []string) (ids []model.ID, names []string, err error) {
	for _, query := range queries {
		l, err := r.listedCohort(query)
		if err != nil {
			return nil, nil, err
		}
		if !slices.Contains(ids, l.ID) {
			ids, names = append(ids, l.ID), append(names, l.Name)
		}
	}
	return ids, names, nil
}

func cohortsFlag(c *cobra.Command, into *[]string, about string) {
	c.Flags().StringArrayVar(into, "cohort", nil, about)
}
