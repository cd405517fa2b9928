package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"time"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/state"
)

// The budget of an apply: so much more than its critical path, and so much besides.
const (
	budgetPathFactor = 1.10
	budgetPathExtra  = 3 * time.Second
)

// applyScale makes operations last long against everything else and the measurement short. Below 1 the emulator asks for a look each second
// (lookEvery), which at this scale is what 8 s are at Azure's pace, where it asks for 10; and no operation lasts a whole
// number of looks, as none does in life.
const (
	applyScale = 0.125
	lookEvery  = time.Second
)

// measureApply applies the demo with operations that last, and compares with the longest chain of them that nobody could shorten.
func measureApply(ctx context.Context, dir, binary string, t *table) (err error) {
	azure, w, err := prepare(ctx, filepath.Join(dir, "apply"), binary, applyScale)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, azure.stop()) }()
	began := time.Now()
	if err := w.terraform(ctx, "apply", "-auto-approve"); err != nil {
		return err
	}
	took := time.Since(began)

	managed, err := w.resources(ctx)
	if err != nil {
		return err
	}
	operations, err := azure.operations(managed)
	if err != nil {
		return err
	}
	log, err := azure.requests()
	if err != nil {
		return err
	}
	longest := criticalPath(operations, func(later, earlier string) bool {
		r, ok := managed[later]
		return ok && slices.Contains(r.DependsOn, earlier)
	})
	if len(longest) == 0 {
		return errors.New("the apply had no long-running operation")
	}
	budget := time.Duration(float64(longest.length())*budgetPathFactor) + budgetPathExtra
	t.add(row{
		what: fmt.Sprintf("apply of the demo, operations at %g of Azure's pace", applyScale), got: float64(took), budget: float64(budget), show: duration,
		note: fmt.Sprintf("critical path %s, %s when seen by one look a second: %d of %d operations (%s); %s", duration(float64(longest.length())),
			duration(float64(longest.seen(lookEvery))), len(longest), len(operations), strings.Join(longest.names(), ", "), counted(log)),
	})
	return nil
}

// counted says what was asked of Azure.
func counted(log []armemu.Record) string {
	var reads, writes, looks, refused int
	for _, r := range log {
		text := strings.ToLower(r.Path)
		switch {
		case !strings.HasPrefix(text, "/subscriptions/"): // metadata and tokens
		case strings.Contains(text, "operations/") || strings.Contains(text, "operationresults/"):
			looks++
		case r.Method == http.MethodGet:
			reads++
		default:
			writes++
		}
		if r.Status == http.StatusConflict || r.Status == http.StatusTooManyRequests || r.Status == http.StatusPreconditionFailed {
			refused++
		}
	}
	return fmt.Sprintf("%d writes, %d reads, %d looks at operations, %d conflicts", writes, reads, looks, refused)
}

// operations are those that the emulator remembers, with what their requests referred to.
func (e *emulator) operations(managed map[string]*tfjson.StateResource) ([]operation, error) {
	file, err := state.OpenFile(e.state)
	if err != nil {
		return nil, err
	}
	log, err := e.requests()
	if err != nil {
		return nil, err
	}
	current, err := file.Begin()
	if err != nil {
		return nil, err
	}
	defer file.End()
	var all []operation
	for _, o := range current.Operations() {
		body, err := bodyOf(o, log)
		if err != nil {
			return nil, err
		}
		all = append(all, operation{
			name: fmt.Sprintf("%s %s", o.Verb, o.Target[strings.LastIndex(o.Target, "/")+1:]), resource: owner(o.Target, managed),
			holds: append(referred(body), document(o.Target)), start: o.Start, end: o.Due,
		})
	}
	return all, nil
}

// bodyOf is the body of the request that started an operation: the last write of its target before it.
func bodyOf(o *state.Operation, log []armemu.Record) (any, error) {
	for _, r := range slices.Backward(log) {
		if r.Method == "GET" || r.Time.After(o.Start) || !strings.EqualFold(r.Path, o.Target) {
			continue
		}
		if len(r.RequestBody) == 0 {
			return nil, nil
		}
		var body any
		if err := json.Unmarshal(r.RequestBody, &body); err != nil {
			return nil, fmt.Errorf("reading the request for %s: %w", o.Target, err)
		}
		return body, nil
	}
	return nil, fmt.Errorf("no request in the log started the operation on %s", o.Target)
}

// owner is the address of the resource whose object a target is, or is part of.
func owner(target string, managed map[string]*tfjson.StateResource) string {
	best, length := "", 0
	for address, r := range managed {
		id, _ := r.AttributeValues["id"].(string)
		if len(id) > length && strings.HasPrefix(strings.ToLower(target)+"/", strings.ToLower(id)+"/") {
			best, length = address, len(id)
		}
	}
	return best
}

// resources are those of the state, by their addresses.
func (w *workspace) resources(ctx context.Context) (map[string]*tfjson.StateResource, error) {
	out, err := w.output(ctx, "show", "-json")
	if err != nil {
		return nil, err
	}
	var shown tfjson.State
	if err := shown.UnmarshalJSON(out); err != nil {
		return nil, fmt.Errorf("reading the state: %w", err)
	}
	if shown.Values == nil || shown.Values.RootModule == nil {
		return nil, errors.New("the state holds nothing")
	}
	all := map[string]*tfjson.StateResource{}
	for _, r := range shown.Values.RootModule.Resources {
		all[r.Address] = r
	}
	return all, nil
}
