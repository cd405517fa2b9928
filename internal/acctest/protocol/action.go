package protocol

import "github.com/hashicorp/terraform-plugin-go/tfprotov6"

// Invoked is the end of an action, with the progress messages that it sent.
type Invoked struct {
	*Outcome
	Progress []string
}

// Must stops the test when there are errors.
func (i *Invoked) Must() *Invoked {
	i.h.tb.Helper()
	i.Outcome.Must()
	return i
}

// Invoke validates, plans and invokes an action. The stream of events has to end with one completion.
func (h *Harness) Invoke(typeName string, config map[string]any) *Invoked {
	h.tb.Helper()
	defer h.walk()()
	i := &Invoked{Outcome: h.begin("invoking %s", typeName)}
	s := h.schemaOf("action", h.schemas.actions, typeName)
	v := h.encode(typeName, s, config)
	server, ok := h.ready(i.Outcome).(tfprotov6.ActionServer)
	if !ok {
		if !i.failed() {
			h.tb.Fatalf("the provider server has no actions")
		}
		return i
	}
	packed, ok := h.pack(i.Outcome, v, s.typ)
	if !ok {
		return i
	}
	validated, ok := call(h, i.Outcome, "ValidateActionConfig", server.ValidateActionConfig, &tfprotov6.ValidateActionConfigRequest{
		ActionType: typeName, Config: packed,
	})
	if !ok || !i.take(validated.Diagnostics) {
		return i
	}
	planned, ok := call(h, i.Outcome, "PlanAction", server.PlanAction, &tfprotov6.PlanActionRequest{
		ActionType: typeName, Config: packed, ClientCapabilities: &tfprotov6.PlanActionClientCapabilities{},
	})
	if !ok || !i.take(planned.Diagnostics) || !v.IsWhollyKnown() {
		return i
	}
	resp, ok := call(h, i.Outcome, "InvokeAction", server.InvokeAction, &tfprotov6.InvokeActionRequest{
		ActionType: typeName, Config: packed, ClientCapabilities: &tfprotov6.InvokeActionClientCapabilities{},
	})
	if ok && resp.Events != nil {
		i.follow(resp)
	}
	return i
}

func (i *Invoked) follow(stream *tfprotov6.InvokeActionServerStream) {
	i.h.tb.Helper()
	completed := false
	for event := range stream.Events {
		if completed {
			i.breachf("Provider sent events after the action was completed", "%T", event.Type)
			return
		}
		switch event := event.Type.(type) {
		case tfprotov6.ProgressInvokeActionEventType:
			i.Progress = append(i.Progress, event.Message)
		case tfprotov6.CompletedInvokeActionEventType:
			completed = true
			i.take(event.Diagnostics)
		}
	}
	if !completed {
		i.breachf("Provider did not complete the action", "the stream ended after %d progress messages", len(i.Progress))
	}
}
