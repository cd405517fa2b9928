package armclient

import (
	"net/http"
	"sync"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// seen is what this client has read so far. A plan reads each object once: what the refresh has read is judged from memory by checks that
// ask through GetCached, instead of being asked for again.
//
// Core configures one provider for each walk (docs/design/0002-convergence.md, O-12), so that what is remembered is as old as the plan. A walk
// that writes remembers nothing from its first write on: what an object looks like then is for Azure to say.
type seen struct {
	mu      sync.Mutex
	wrote   bool
	objects map[string]Object
}

func seenKey(id armid.ID, apiVersion string) string { return id.Key() + "?" + apiVersion }

// keep remembers the answer of a plain GET.
func (s *seen) keep(id armid.ID, apiVersion string, o callOptions, object Object) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.wrote || len(o.query) > 0 {
		return
	}
	if s.objects == nil {
		s.objects = map[string]Object{}
	}
	s.objects[seenKey(id, apiVersion)] = object.Clone()
}

// of answers what is remembered.
func (s *seen) of(id armid.ID, apiVersion string) (Object, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	object, there := s.objects[seenKey(id, apiVersion)]
	return object.Clone(), there
}

// ends forgets everything once a request may change something. A POST counts unless it says that it only asks (Idempotent).
func (s *seen) ends(req *request) {
	if !req.writes() || req.method == http.MethodPost && req.opts.idempotent {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wrote, s.objects = true, nil
}
