package survey

import (
	"context"
	"strings"
	"sync"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// The bounds of one survey. A network has up to 500 peerings; a hub's firewall with hundreds of IP groups is at the limit
// of what Azure takes.
const (
	maxObjects = 600
	maxPeers   = 64
)

// want is an object to read and what it is to the survey.
type want struct {
	id   armid.ID
	what string
}

// crawl reads objects level by level: what one names is read next. All of a level are read at once; what they mean is
// looked at one after the other, in the order in which they were asked for, so that equal configurations give equal
// answers.
type crawl struct {
	client  *armclient.Client
	objects map[string]armclient.Object // by key of the ID
	asked   map[string]armid.ID
	order   []armid.ID // as asked
	queue   []want
	gaps    []Gap
	failed  map[string]Gap
}

func newCrawl(client *armclient.Client) *crawl {
	return &crawl{client: client, objects: map[string]armclient.Object{}, asked: map[string]armid.ID{}, failed: map[string]Gap{}}
}

// ask puts an object on the list once.
func (c *crawl) ask(id armid.ID, what string) {
	key := id.Key()
	if _, asked := c.asked[key]; asked || id.IsZero() {
		return
	}
	c.asked[key] = id
	if len(c.asked) > maxObjects {
		c.gap(Gap{ID: id, For: what, Kind: Skipped, Reason: "more objects hang together than one survey reads"})
		return
	}
	c.order = append(c.order, id)
	c.queue = append(c.queue, want{id, what})
}

// gap records that something is not known, once.
func (c *crawl) gap(g Gap) {
	if _, told := c.failed[g.ID.Key()]; !told {
		c.failed[g.ID.Key()] = g
		c.gaps = append(c.gaps, g)
	}
}

// get is an object that was read.
func (c *crawl) get(id armid.ID) (armclient.Object, bool) {
	o, ok := c.objects[id.Key()]
	return o, ok
}

// run reads until nothing new is named. Visit looks at one object and asks for what it names; settle does so for what
// only several together tell, after each level.
func (c *crawl) run(ctx context.Context, visit func(want, armclient.Object), settle func()) {
	for len(c.queue) > 0 {
		level := c.queue
		c.queue = nil
		for i, answer := range c.read(ctx, level) {
			w := level[i]
			switch {
			case answer.err != nil:
				c.gap(gapOf(w.id, w.what, answer.err))
			case !fits(w, answer.object):
				c.gap(Gap{ID: w.id, For: w.what, Kind: Odd, Reason: "the answer is not that of a " + w.id.Type()})
			default:
				c.objects[w.id.Key()] = answer.object
				visit(w, answer.object)
			}
		}
		settle()
	}
}

type answer struct {
	object armclient.Object
	err    error
}

// read asks for all of a level at once. The client bounds how many requests are under way.
func (c *crawl) read(ctx context.Context, level []want) []answer {
	answers := make([]answer, len(level))
	var group sync.WaitGroup
	for i, w := range level {
		group.Go(func() {
			version := apiVersion
			if w.id.IsType(clusterType) {
				version = clusterVersion
			}
			answers[i].object, answers[i].err = c.client.GetCached(ctx, w.id, version)
		})
	}
	group.Wait()
	return answers
}

// fits reports whether an answer is of the object that was asked for: a proxy's or another object's must not pass for a
// table without routes. Every object of the families that are read here tells its state (arm-wire.md 1.3 to 1.5).
func fits(w want, o armclient.Object) bool {
	state, given, valid := text(o, "properties", "provisioningState")
	if !given || !valid || state == "" {
		return false
	}
	id, given, valid := text(o, "id")
	return valid && (!given || strings.EqualFold(strings.TrimRight(id, "/"), w.id.String()))
}
