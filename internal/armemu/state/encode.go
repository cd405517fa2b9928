package state

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// The head of a state file. A program that reads a newer version refuses it rather than guess.
const (
	format  = "udr-emulator-state"
	version = 1
)

// document is the file. The first members are fixed in order: the head alone tells whether a cached copy is current.
type document struct {
	Format     string          `json:"format"`
	Version    int             `json:"version"`
	Lineage    string          `json:"lineage"`
	Generation uint64          `json:"generation"`
	Serial     uint64          `json:"serial"`
	Resources  []*Resource     `json:"resources"`
	Operations []*Operation    `json:"operations"`
	Registered map[string]bool `json:"registered,omitempty"`
}

// Encode writes the state as JSON.
func (s *State) Encode() ([]byte, error) {
	data, err := json.Marshal(document{
		Format: format, Version: version, Lineage: s.Lineage, Generation: s.Generation, Serial: s.Serial,
		Resources: s.Resources(), Operations: s.Operations(), Registered: s.registered,
	})
	if err != nil {
		return nil, fmt.Errorf("encoding the emulator's state: %w", err)
	}
	return append(data, '\n'), nil
}

// head is how the file of this state begins.
func (s *State) head() string {
	return fmt.Sprintf(`{"format":%q,"version":%d,"lineage":%q,"generation":%d,`, format, version, s.Lineage, s.Generation)
}

// Decode reads what Encode wrote. It never guesses: anything else is an error that says what is wrong.
func Decode(data []byte) (*State, error) {
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, fmt.Errorf("the file is empty, an emulator state never is")
	}
	var probe struct {
		Format  string `json:"format"`
		Version int    `json:"version"`
	}
	if err := json.Unmarshal(data, &probe); err != nil {
		if rest := json.NewDecoder(bytes.NewReader(data)); errors.Is(rest.Decode(&probe), io.ErrUnexpectedEOF) {
			return nil, fmt.Errorf("the file ends in the middle of the document: %w", err)
		}
		return nil, fmt.Errorf("the file is not a JSON document of the emulator: %w", err)
	}
	switch {
	case probe.Format != format:
		return nil, fmt.Errorf("the file is not an emulator state: its format is %q, want %q", probe.Format, format)
	case probe.Version != version:
		return nil, fmt.Errorf("the file has state version %d; this program reads version %d", probe.Version, version)
	}
	var d document
	if err := json.Unmarshal(data, &d); err != nil {
		return nil, fmt.Errorf("the file is not a complete emulator state: %w", err)
	}
	return d.state()
}

func (d *document) state() (*State, error) {
	if d.Lineage == "" || d.Resources == nil || d.Operations == nil {
		return nil, fmt.Errorf("the file lacks lineage, resources or operations")
	}
	s := New(d.Lineage)
	s.Generation, s.Serial = d.Generation, d.Serial
	for i, r := range d.Resources {
		if r == nil || r.ID == "" || r.Type == "" || r.Body == nil {
			return nil, fmt.Errorf("resource %d of the file has no id, type or body", i)
		}
		if s.Resource(r.ID) != nil {
			return nil, fmt.Errorf("the file has %s twice", r.ID)
		}
		s.Put(r)
	}
	for i, o := range d.Operations {
		if o == nil || o.ID == "" || o.Target == "" || o.Status == "" {
			return nil, fmt.Errorf("operation %d of the file has no id, target or status", i)
		}
		s.PutOperation(o)
	}
	for k, v := range d.Registered {
		s.registered[k] = v
	}
	return s, nil
}
