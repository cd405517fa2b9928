package network

import (
	"context"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// sight is what has been seen of the objects of an egress: each is read once and replaced by what a write answers.
type sight struct {
	client  *armclient.Client
	mu      sync.Mutex
	objects map[string]armclient.Object // by key; an object that is not there has no entry
}

func newSight(client *armclient.Client) *sight {
	return &sight{client: client, objects: map[string]armclient.Object{}}
}

// of is the object, or nil when it is not there.
func (s *sight) of(id armid.ID) *armclient.Object {
	s.mu.Lock()
	defer s.mu.Unlock()
	if object, there := s.objects[id.Key()]; there {
		return &object
	}
	return nil
}

func (s *sight) keep(id armid.ID, object armclient.Object) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.objects[id.Key()] = object
}

func (s *sight) drop(id armid.ID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.objects, id.Key())
}

// read reads the objects, all at once. One that is confirmed not to be there has no entry afterwards; any other failure is
// an error: a missing permission never looks like a missing object (L4).
func (s *sight) read(ctx context.Context, ids ...armid.ID) error {
	group, ctx := errgroup.WithContext(ctx)
	asked := map[string]bool{}
	for _, id := range ids {
		if id.IsZero() || asked[id.Key()] {
			continue
		}
		asked[id.Key()] = true
		group.Go(func() error {
			object, err := s.client.Get(ctx, id, APIVersion)
			switch {
			case armclient.IsNotFound(err):
				s.drop(id)
				return nil
			case err != nil:
				return err
			}
			s.keep(id, object)
			return nil
		})
	}
	return group.Wait()
}

// bring brings one object to what build wants and keeps the answer.
func (s *sight) bring(ctx context.Context, id armid.ID, build func(*edit), options ...armclient.Option) error {
	object, err := bring(ctx, s.client, id, s.of(id), build, options...)
	if err != nil {
		return err
	}
	s.keep(id, object)
	return nil
}

// delete deletes one object; one that is gone already is deleted.
func (s *sight) delete(ctx context.Context, id armid.ID) error {
	err := s.client.Delete(ctx, id, APIVersion, armclient.RetryInUse(detachLag))
	if err == nil {
		s.drop(id)
	}
	return err
}

// deleteSeen deletes an object, unless it was not there when it was looked at.
func (s *sight) deleteSeen(ctx context.Context, id armid.ID) error {
	if s.of(id) == nil {
		return nil
	}
	return s.delete(ctx, id)
}

// ids are the objects of an egress: those that stand for themselves, and the groups, which need their policy.
func (e Egress) ids() (objects, groups []armid.ID) {
	objects = append(objects, e.Firewall.ID)
	for _, ip := range e.Firewall.PublicIPs() {
		objects = append(objects, ip.ID)
	}
	if e.Policy != nil && !e.Policy.Existing {
		objects = append(objects, e.Policy.ID)
	}
	if e.Policy != nil {
		for name := range e.Groups {
			groups = append(groups, e.Policy.GroupID(name))
		}
	}
	return append(objects, e.Routing.ids()...), groups
}

func (r Routing) ids() []armid.ID { return append([]armid.ID{r.Table.ID}, r.Subnets...) }

// look reads everything of the given egresses: one GET for each object. Groups of a policy that is not there are not
// asked for.
func (s *sight) look(ctx context.Context, egresses ...Egress) error {
	var objects, groups []armid.ID
	needs := map[string]armid.ID{} // policies of ours, by the key of a group
	for _, e := range egresses {
		more, below := e.ids()
		objects, groups = append(objects, more...), append(groups, below...)
		for _, id := range below {
			if !e.Policy.Existing {
				needs[id.Key()] = e.Policy.ID
			}
		}
	}
	var now, later []armid.ID
	for _, id := range groups {
		if _, ours := needs[id.Key()]; ours {
			later = append(later, id)
		} else {
			now = append(now, id)
		}
	}
	if err := s.read(ctx, append(objects, now...)...); err != nil {
		return err
	}
	var there []armid.ID
	for _, id := range later {
		if s.of(needs[id.Key()]) != nil {
			there = append(there, id)
		}
	}
	return s.read(ctx, there...)
}
