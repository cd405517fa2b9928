package armclient

import (
	"errors"
	"strings"
	"testing"
)

func TestDeleteOperations(t *testing.T) {
	t.Parallel()
	del := func(status int, headers ...string) step {
		s := accepted(status, headers...)
		s.method, s.body = "DELETE", ""
		return s
	}
	get := func(status int, body string) step {
		return step{method: "GET", path: "/rt?", status: status, body: body}
	}
	deleting := `{"properties":{"provisioningState":"Deleting"}}`
	for name, test := range map[string]struct {
		steps []step
		err   string
	}{
		"204":                  {[]step{del(204)}, ""},
		"200":                  {[]step{del(200)}, ""},
		"404":                  {[]step{{method: "DELETE", path: "/rt", status: 404, body: missing}}, ""},
		"no resource group":    {[]step{{method: "DELETE", path: "/rt", status: 404, body: `{"error":{"code":"ResourceGroupNotFound"}}`}}, ""},
		"no subscription":      {[]step{{method: "DELETE", path: "/rt", status: 404, body: `{"error":{"code":"SubscriptionNotFound"}}`}}, "SubscriptionNotFound"},
		"a proxy's 404":        {[]step{{method: "DELETE", path: "/rt", status: 404, body: "<html><body>Nothing <b>here</b></body></html>"}}, "Nothing here"},
		"both headers":         {[]step{del(202, "Azure-AsyncOperation", opURL, "Location", resultURL), {method: "GET", path: "/operations/", body: `{"status":"Succeeded"}`}}, ""},
		"location alone":       {[]step{del(202, "Location", resultURL), {method: "GET", path: "/operationResults/", status: 202}, {method: "GET", path: "/operationResults/", status: 204}}, ""},
		"resource groups":      {[]step{del(202, "Location", resultURL), {method: "GET", path: "/operationResults/", status: 200}}, ""},
		"no header: until 404": {[]step{del(202), get(200, deleting), get(200, deleting), get(404, missing)}, ""},
		"200 with a body that goes on": {
			[]step{{method: "DELETE", path: "/rt", body: deleting}, get(404, missing)}, "",
		},
		"no header, and it came back": {[]step{del(202), get(200, deleting), get(200, succeeded)}, "ended with the state Succeeded"},
		"operation gone with the resource": {
			[]step{del(202, "Azure-AsyncOperation", opURL), {method: "GET", path: "/operations/", status: 404, body: missing}, get(404, missing)}, "",
		},
		"operation not visible yet": {
			[]step{
				del(202, "Azure-AsyncOperation", opURL),
				{method: "GET", path: "/operations/", status: 404, body: missing},
				get(200, deleting),
				{method: "GET", path: "/operations/", body: `{"status":"Succeeded"}`},
			}, "",
		},
		"failed": {
			[]step{del(202, "Azure-AsyncOperation", opURL), {method: "GET", path: "/operations/", body: `{"status":"Failed","error":{"code":"Stuck","message":"m"}}`}}, "Stuck",
		},
		"lost answer, gone": {
			[]step{
				{method: "DELETE", path: "/rt", err: errors.New("reset")},
				{method: "DELETE", path: "/rt", err: errors.New("reset")},
				{method: "DELETE", path: "/rt", err: errors.New("reset")},
				{method: "DELETE", path: "/rt", err: errors.New("reset")},
				get(404, missing),
			}, "",
		},
		"lost answer, still there": {
			[]step{
				{method: "DELETE", path: "/rt", status: 500},
				{method: "DELETE", path: "/rt", status: 500},
				{method: "DELETE", path: "/rt", status: 500},
				{method: "DELETE", path: "/rt", status: 500},
				get(200, succeeded),
			}, "500",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, test.steps...)
			err := b.Delete(t.Context(), table, "v")
			switch {
			case test.err == "" && err != nil:
				t.Error(err)
			case test.err != "" && (err == nil || !strings.Contains(err.Error(), test.err)):
				t.Errorf("error is %v", err)
			}
		})
	}
}

func TestPost(t *testing.T) {
	t.Parallel()
	post := func(status int, headers ...string) step {
		s := accepted(status, headers...)
		s.method, s.path, s.body = "POST", "/routeTables/rt/act?", ""
		return s
	}
	for name, test := range map[string]struct {
		steps []step
		want  string
	}{
		"sync":           {[]step{{method: "POST", path: "/rt/act?", body: `{"v":"here"}`}}, "here"},
		"async, nothing": {[]step{post(202, "Azure-AsyncOperation", opURL), {method: "GET", path: "/operations/", body: `{"status":"Succeeded"}`}}, ""},
		"async, output": {[]step{post(202, "Azure-AsyncOperation", opURL), {
			method: "GET", path: "/operations/", body: `{"status":"Succeeded","properties":{"v":"output"}}`,
		}}, "output"},
		"async, then location": {[]step{
			post(202, "Azure-AsyncOperation", opURL, "Location", resultURL),
			{method: "GET", path: "/operations/", body: `{"status":"Succeeded"}`},
			{method: "GET", path: "/operationResults/", body: `{"v":"result"}`},
		}, "result"},
		"location":        {[]step{post(202, "Location", resultURL), {method: "GET", path: "/operationResults/", status: 202}, {method: "GET", path: "/operationResults/", body: `{"v":"result"}`}}, "result"},
		"location, empty": {[]step{post(202, "Location", resultURL), {method: "GET", path: "/operationResults/", status: 204}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, test.steps...)
			o, err := b.Post(t.Context(), table, "v", "act", nil)
			if err != nil {
				t.Fatal(err)
			}
			if got := o.String("v"); got != test.want {
				t.Errorf("result is %q", got)
			}
		})
	}
}
