package store

import (
	"encoding/binary"

	"rollbook/model"
	"rollbook/store/oplog"
)

// add stores a gesture with its texts; heads follows later. One that is here already only brings
// texts that were missing.
func (s *shelf) add(g *oplog.Gesture, texts map[model.ID]oplog.Text, t *sums) error {
	if known, err := s.number(g.ID); err != nil {
		return err
	} else if known == nil {
		if err := s.append(g, t); err != nil {
			return err
		}
		strikes := strikesText(g)
		if strikes {
			if err := putSealed(s.tx, s.sealer, bucketMeta, keyStruck, []byte{1}); err != nil {
				return err
			}
		}
		if strikes || t.behind() > neverFurther {
			if err := s.follow(t); err != nil {
				return err
			}
		}
	}
	for digest, text := range texts {
		struck, err := oplog.Struck(s, digest)
		if err != nil {
			return err
		}
		if struck {
			continue
		}
		if err := putSealed(s.tx, s.sealer, bucketTexts, digest[:], text); err != nil {
			return err
		}
	}
	return nil
}

func (s *shelf) append(g *oplog.Gesture, t *sums) error {
	t.Log.Count++
	number := binary.BigEndian.AppendUint64(nil, t.Log.Count)
	t.Log.flip(number, g.Raw)
	s.tx.Bucket([]byte(bucketLog)).FillPercent = 0.9
	if err := putSealed(s.tx, s.sealer, bucketLog, number, g.Raw); err != nil {
		return err
	}
	return s.name(g.ID, number)
}
