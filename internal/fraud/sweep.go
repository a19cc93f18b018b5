// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud

// Sweep is one decision about many listed events.
type Sweep struct {
	Decision  Decision
	Overwrite bool // consent to change events that are already resolved otherwise

	// Annotations are the author's evidence, the same for every event.
	Annotations map[string]string
}

// Change is the sweep's change of one event. It does not change an event that has moved since it
// was listed, or another event whose id differs only in case.
func (s Sweep) Change(e Event) Change {
	seen := e.Standing()
	return Change{
		Key: e.Key, Decision: s.Decision, Seen: &seen, Overwrite: s.Overwrite, Exact: true,
		Annotations: s.Annotations,
	}
}

// Forecast groups the events of a sweep by effect.
type Forecast struct {
	Write      []Event // will change; not resolved yet
	Overwrite  []Event // will change although resolved otherwise
	Adopt      []Event // already match the decision
	LeaveAlone []Event // resolved otherwise, without consent to change them
}

// Forecast determines the effect of the sweep without carrying it out.
func (s Sweep) Forecast(events []Event) Forecast {
	var f Forecast
	for _, e := range events {
		action, err := s.Change(e).Review(&e)
		switch {
		case err != nil:
			f.LeaveAlone = append(f.LeaveAlone, e)
		case action == Adopt:
			f.Adopt = append(f.Adopt, e)
		case e.Status == Resolved:
			f.Overwrite = append(f.Overwrite, e)
		default:
			f.Write = append(f.Write, e)
		}
	}
	return f
}
