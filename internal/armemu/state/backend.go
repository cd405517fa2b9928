package state

import "sync"

// Backend keeps the committed state. Between Begin and End the caller has it alone, among all processes that share it.
type Backend interface {
	// Begin waits for its turn and gives the current state. After an error, End must not be called.
	Begin() (*State, error)
	// Commit makes next the current state. After an error the old one stays.
	Commit(next *State) error
	End()
}

// Memory is a Backend in this process alone.
type Memory struct {
	mu      sync.Mutex
	current *State
}

// NewMemory begins an empty store. Equal lineages give equal guids.
func NewMemory(lineage string) *Memory { return &Memory{current: New(lineage)} }

// Begin implements Backend.
func (m *Memory) Begin() (*State, error) {
	m.mu.Lock()
	return m.current, nil
}

// Commit implements Backend.
func (m *Memory) Commit(next *State) error {
	next.Generation++
	m.current = next
	return nil
}

// End implements Backend.
func (m *Memory) End() { m.mu.Unlock() }
