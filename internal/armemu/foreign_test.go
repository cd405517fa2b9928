package armemu_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

// sdk is azcore as a client that we did not write: its pipeline, its retries, its pollers (arm-wire.md 4.1, 4.2).
type sdk struct {
	*testing.T
	runtime.Pipeline
	endpoint string
}

func newSDK(t *testing.T, transport policy.Transporter, endpoint string, perRetry ...policy.Policy) sdk {
	t.Helper()
	return sdk{t, runtime.NewPipeline("foreign", "v0", runtime.PipelineOptions{PerRetry: perRetry}, &policy.ClientOptions{
		Transport: transport, Retry: policy.RetryOptions{RetryDelay: time.Millisecond},
	}), endpoint}
}

func (s sdk) send(method, path string, body any) (*http.Response, error) {
	s.Helper()
	req, err := runtime.NewRequest(s.Context(), method, s.endpoint+path+"?api-version=2025-05-01")
	if err != nil {
		s.Fatal(err)
	}
	if body != nil {
		if err := runtime.MarshalAsJSON(req, body); err != nil {
			s.Fatal(err)
		}
	}
	return s.Do(req)
}

// begin starts a write and gives its poller.
func (s sdk) begin(method, path string, body any, final runtime.FinalStateVia) *runtime.Poller[json.RawMessage] {
	s.Helper()
	resp, err := s.send(method, path, body)
	if err != nil {
		s.Fatal(err)
	}
	defer resp.Body.Close()
	if !runtime.HasStatusCode(resp, 200, 201, 202, 204) {
		s.Fatal(runtime.NewResponseError(resp))
	}
	p, err := runtime.NewPoller(resp, s.Pipeline, &runtime.NewPollerOptions[json.RawMessage]{FinalStateVia: final})
	if err != nil {
		s.Fatal(err)
	}
	return p
}

// walk polls to the end without waiting, and gives the number of polls.
func (s sdk) walk(p *runtime.Poller[json.RawMessage]) (int, json.RawMessage, error) {
	s.Helper()
	polls := 0
	for !p.Done() {
		if polls++; polls > 10 {
			s.Fatal("the operation never ends")
		}
		resp, err := p.Poll(s.Context())
		if err != nil {
			return polls, nil, err
		}
		resp.Body.Close()
	}
	out, err := p.Result(s.Context())
	return polls, out, err
}

func TestAzcorePollers(t *testing.T) {
	t.Parallel()
	e, err := armemu.New(armemu.Options{SignedPolling: armemu.On})
	if err != nil {
		t.Fatal(err)
	}
	s := newSDK(t, e, "https://emulator.test")
	resp, err := s.send(http.MethodPut, groupA, map[string]any{"location": "westeurope"})
	if err != nil || resp.StatusCode != http.StatusCreated {
		t.Fatalf("group: %v %v", resp, err)
	}
	resp.Body.Close()
	polls, out, err := s.walk(s.begin(http.MethodPut, vnetA, network("10.0.0.0/16", subnet("one", "10.0.0.0/24")), runtime.FinalStateViaAzureAsyncOp))
	if err != nil || polls != 2 || !strings.Contains(string(out), `"provisioningState":"Succeeded"`) {
		t.Errorf("create: %d polls, %v, %s", polls, err, out)
	}
	// A poller that is taken up elsewhere by its token keeps the signed URL whole.
	token, err := s.begin(http.MethodPut, vnetA+"/subnets/two", subnet("two", "10.0.1.0/24"), runtime.FinalStateViaAzureAsyncOp).ResumeToken()
	if err != nil {
		t.Fatal(err)
	}
	resumed, err := runtime.NewPollerFromResumeToken(token, s.Pipeline, &runtime.NewPollerFromResumeTokenOptions[json.RawMessage]{})
	if err != nil {
		t.Fatal(err)
	}
	if polls, out, err = s.walk(resumed); err != nil || !strings.Contains(string(out), "/subnets/two") {
		t.Errorf("resumed: %d polls, %v, %s", polls, err, out)
	}
	if polls, _, err = s.walk(s.begin(http.MethodDelete, vnetA, nil, runtime.FinalStateViaLocation)); err != nil || polls != 2 {
		t.Errorf("delete: %d polls, %v", polls, err)
	}
	if polls, _, err = s.walk(s.begin(http.MethodDelete, groupA, nil, "")); err != nil || polls != 2 {
		t.Errorf("group delete: %d polls, %v", polls, err)
	}
}

func TestAzcoreReadsErrors(t *testing.T) {
	t.Parallel()
	c := invented(t, armemu.Options{})
	s := newSDK(t, c.Emulator, "https://emulator.test")
	for path, want := range map[string]string{tables: "ResourceNotFound", clusters: "Bad"} {
		method, body := http.MethodGet, any(nil)
		if path == clusters {
			method, body = http.MethodPut, map[string]any{"location": "westeurope", "properties": map[string]any{"bad": true}}
		}
		resp, err := s.send(method, path, body)
		if err != nil {
			t.Fatal(err)
		}
		var re *azcore.ResponseError
		if !errors.As(runtime.NewResponseError(resp), &re) || re.ErrorCode != want {
			t.Errorf("%s: code %q, want %q", path, re.ErrorCode, want)
		}
		resp.Body.Close()
	}
}

// Over a socket, with a token, a broken connection and a throttled request in between: azcore's retries carry it through.
func TestAzcoreOverTheSocket(t *testing.T) {
	t.Parallel()
	faults := armemu.Options{}
	faults.Faults = faultEngine(t,
		`{"match": {"method": "PUT", "nth": 1}, "effect": {"reset": true}}`,
		`{"match": {"method": "PUT", "nth": 3}, "effect": {"status": 429, "code": "TooManyRequests", "retry_after": 0}}`)
	server, ready := startServer(t, armemu.ServerOptions{Options: faults})
	s := newSDK(t, server.Client(), ready.Endpoint, bearer(secretToken(t, server)))
	resp, err := s.send(http.MethodPut, groupA, map[string]any{"location": "westeurope"})
	if err != nil || resp.StatusCode != http.StatusCreated {
		t.Fatalf("group: %v %v", resp, err)
	}
	_, _ = io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
	p := s.begin(http.MethodPut, vnetA, network("10.0.0.0/16"), runtime.FinalStateViaAzureAsyncOp)
	if _, err := p.PollUntilDone(context.WithoutCancel(t.Context()), &runtime.PollUntilDoneOptions{}); err != nil {
		t.Error(err)
	}
}

// bearer is a policy that sends a token.
type bearer string

func (b bearer) Do(req *policy.Request) (*http.Response, error) {
	req.Raw().Header.Set("Authorization", "Bearer "+string(b))
	return req.Next()
}
