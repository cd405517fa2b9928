// Package state holds everything that the emulator remembers, in memory or in a file that several processes share.
//
// A State is immutable once committed: a change works on a Fork, replaces the records that it touches and commits the fork. A snapshot
// is therefore a pointer.
package state

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

// Resource is one stored document. Embedded children live in the body of their parent and have no record of their own.
type Resource struct {
	ID   string          `json:"id"`
	Type string          `json:"type"` // as declared in the registry
	ETag string          `json:"etag,omitempty"`
	Body armtypes.Object `json:"body"`
}

// Failure is how an operation failed, or will fail.
type Failure struct {
	Code    string    `json:"code"`
	Message string    `json:"message"`
	Details []Failure `json:"details,omitempty"`
	// Patience is how much longer the service tries before it fails.
	Patience time.Duration `json:"-"`
}

// The states of an operation, in the only words that every client understands (arm-wire.md 4.3).
const (
	InProgress = "InProgress"
	Succeeded  = "Succeeded"
	Failed     = "Failed"
	Canceled   = "Canceled"
)

// Operation is one long-running operation.
type Operation struct {
	ID     string        `json:"id"`
	Verb   armtypes.Verb `json:"verb"`
	Action string        `json:"action,omitempty"`
	// Target is the id of the resource, Type its declared type.
	Target string `json:"target"`
	Type   string `json:"type"`
	// Touched are ids of embedded children whose state changes together with the target's.
	Touched      []string  `json:"touched,omitempty"`
	Subscription string    `json:"subscription"`
	Location     string    `json:"location,omitempty"`
	Start        time.Time `json:"start"`
	// Due is when it ends. With WhenSeen it ends at the first access after somebody has seen it in progress.
	Due      time.Time `json:"due"`
	WhenSeen bool      `json:"whenSeen,omitempty"`
	Seen     bool      `json:"seen,omitempty"`
	End      time.Time `json:"end,omitzero"`
	Status   string    `json:"status"`
	// Retried: it was due once already and goes on because the service still tries.
	Retried bool `json:"retried,omitempty"`
	// Doom makes the operation fail when it ends.
	Doom    *Failure `json:"doom,omitempty"`
	Failure *Failure `json:"failure,omitempty"`
	// Locks are ids in lower case that nobody else may write meanwhile.
	Locks []string `json:"locks,omitempty"`
	// Result is what the result URL of an action answers.
	Result any `json:"result,omitempty"`
}

// Running tells whether the operation has not ended.
func (o *Operation) Running() bool { return o.Status == InProgress }

// State is everything at one moment.
type State struct {
	// Lineage is new whenever a store is begun anew; Generation counts its commits; Serial its guids.
	Lineage    string
	Generation uint64
	Serial     uint64

	resources map[string]*Resource // by lower-case id
	order     []string             // keys of resources in order of creation
	ops       map[string]*Operation
	opOrder   []string
	// registered has "subscription/namespace" in lower case: true once registered, false once unregistered.
	registered map[string]bool
}

// New begins a store.
func New(lineage string) *State {
	return &State{
		Lineage: lineage, resources: map[string]*Resource{}, ops: map[string]*Operation{},
		registered: map[string]bool{},
	}
}

// Fork gives a state to change. Records are shared: replace them, do not edit them.
func (s *State) Fork() *State {
	c := *s
	c.resources, c.ops, c.registered = maps.Clone(s.resources), maps.Clone(s.ops), maps.Clone(s.registered)
	c.order, c.opOrder = slices.Clone(s.order), slices.Clone(s.opOrder)
	return &c
}

// NewGUID gives a guid that depends on lineage and serial alone, so that a restored snapshot repeats it.
func (s *State) NewGUID() string {
	s.Serial++
	sum := sha256.Sum256(binary.BigEndian.AppendUint64([]byte(s.Lineage+"/guid/"), s.Serial))
	sum[6], sum[8] = sum[6]&0x0f|0x40, sum[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}

// Resource finds a record, nil when there is none.
func (s *State) Resource(id string) *Resource { return s.resources[strings.ToLower(id)] }

// Resources gives all records in order of creation.
func (s *State) Resources() []*Resource {
	out := make([]*Resource, 0, len(s.order))
	for _, k := range s.order {
		out = append(out, s.resources[k])
	}
	return out
}

// Put adds or replaces a record.
func (s *State) Put(r *Resource) {
	key := strings.ToLower(r.ID)
	if _, ok := s.resources[key]; !ok {
		s.order = append(s.order, key)
	}
	s.resources[key] = r
}

// Delete removes a record.
func (s *State) Delete(id string) {
	key := strings.ToLower(id)
	if _, ok := s.resources[key]; ok {
		delete(s.resources, key)
		s.order = slices.DeleteFunc(s.order, func(k string) bool { return k == key })
	}
}

// Operation finds an operation, nil when there is none.
func (s *State) Operation(id string) *Operation { return s.ops[strings.ToLower(id)] }

// Operations gives all operations in order of their start.
func (s *State) Operations() []*Operation {
	out := make([]*Operation, 0, len(s.opOrder))
	for _, k := range s.opOrder {
		out = append(out, s.ops[k])
	}
	return out
}

// PutOperation adds or replaces an operation.
func (s *State) PutOperation(o *Operation) {
	key := strings.ToLower(o.ID)
	if _, ok := s.ops[key]; !ok {
		s.opOrder = append(s.opOrder, key)
	}
	s.ops[key] = o
}

// keptOperations is how many ended operations stay answerable; no client asks for one hours later.
const keptOperations = 256

// Trim forgets the oldest ended operations.
func (s *State) Trim() {
	ended := 0
	for _, k := range s.opOrder {
		if !s.ops[k].Running() {
			ended++
		}
	}
	s.opOrder = slices.DeleteFunc(s.opOrder, func(k string) bool {
		if ended <= keptOperations || s.ops[k].Running() {
			return false
		}
		ended--
		delete(s.ops, k)
		return true
	})
}

// Registered tells whether a namespace was registered (or unregistered) explicitly, and how.
func (s *State) Registered(subscription, namespace string) (registered, known bool) {
	registered, known = s.registered[strings.ToLower(subscription+"/"+namespace)]
	return registered, known
}

// Register records a registration or its end.
func (s *State) Register(subscription, namespace string, on bool) {
	s.registered[strings.ToLower(subscription+"/"+namespace)] = on
}
