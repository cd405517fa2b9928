package login

import (
	"encoding/json"
	"net/http"
	"strings"
)

// serveGraph answers below /v1.0/ and /beta/.
func (s *Service) serveGraph(w http.ResponseWriter, r *http.Request) {
	_, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if p, err := parse(token); err != nil || s.verifyOwn(p) != nil || p.claims.expired(s.cfg.Now()) {
		graphError(w, http.StatusUnauthorized, "InvalidAuthenticationToken", "Access token is empty, invalid or expired.")
		return
	}
	var in map[string]any
	if r.Method == http.MethodPost {
		if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
			graphError(w, http.StatusBadRequest, "BadRequest", "The body is not JSON: "+err.Error())
			return
		}
	}
	managed, err := s.managedPrincipals() // before the lock: whoever writes a role assignment asks in the other order
	if err != nil {
		// 501 as for everything that the emulator cannot do because of its own state.
		graphError(w, http.StatusNotImplemented, "EmulatorBroken", "The emulator cannot answer: "+err.Error())
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	view := directory{principals: append(managed, s.graph.principals...), applications: s.graph.applications}
	parts := segments(r.URL.Path)[1:]
	switch {
	case len(parts) == 1 && r.Method == http.MethodGet:
		listObjects(w, r, view.set(parts[0]))
	case len(parts) == 1 && r.Method == http.MethodPost:
		s.createObject(w, in, parts[0])
	case len(parts) == 2 && strings.EqualFold(parts[0], "directoryObjects") && strings.EqualFold(parts[1], "getByIds") && r.Method == http.MethodPost:
		byIDs(w, in, view)
	case len(parts) == 2 && r.Method == http.MethodGet:
		getObject(w, parts[1], view.set(parts[0]))
	case len(parts) == 3 && r.Method == http.MethodPost && strings.EqualFold(parts[2], "addPassword"):
		writeJSON(w, http.StatusOK, s.newPassword())
	case len(parts) <= 2 && r.Method != http.MethodGet:
		graphError(w, http.StatusMethodNotAllowed, "Request_BadRequest", "Specified HTTP method is not allowed for the request target.")
	default:
		graphError(w, http.StatusNotFound, "Request_ResourceNotFound", "The emulator does not serve "+r.URL.Path)
	}
}

func graphError(w http.ResponseWriter, status int, code, text string) {
	writeJSON(w, status, map[string]any{"error": map[string]any{"code": code, "message": text}})
}

func listObjects(w http.ResponseWriter, r *http.Request, set []object) {
	holds, err := parseFilter(r.URL.Query().Get("$filter"))
	if err != nil {
		graphError(w, http.StatusBadRequest, "Request_UnsupportedQuery", err.Error())
		return
	}
	out := []object{} // of users and groups there are none
	for _, o := range set {
		if holds(o) {
			out = append(out, o)
		}
	}
	writeJSON(w, http.StatusOK, map[string]any{"value": out})
}

func getObject(w http.ResponseWriter, id string, set []object) {
	for _, o := range set {
		if strings.EqualFold(o.str("id"), id) {
			writeJSON(w, http.StatusOK, o)
			return
		}
	}
	graphError(w, http.StatusNotFound, "Request_ResourceNotFound", "Resource '"+id+"' does not exist or one of its queried reference-property objects are not present.")
}

func (s *Service) createObject(w http.ResponseWriter, in object, collection string) {
	name := in.str("displayName")
	switch strings.ToLower(collection) {
	case "applications":
		app := application(newID(), newID(), name)
		if _, asked := in["passwordCredentials"]; asked {
			app["passwordCredentials"] = []any{s.newPassword()}
		}
		s.graph.applications = append(s.graph.applications, app)
		writeJSON(w, http.StatusCreated, app)
	case "serviceprincipals":
		p := principal(newID(), in.str("appId"), name)
		s.graph.principals = append(s.graph.principals, p)
		writeJSON(w, http.StatusCreated, p)
	default:
		graphError(w, http.StatusNotFound, "Request_ResourceNotFound", "The emulator does not serve "+collection)
	}
}

func (s *Service) newPassword() object {
	now := s.cfg.Now().UTC()
	return object{
		"keyId": newID(), "displayName": "rbac", "secretText": s.cfg.ClientSecret, "hint": "emu",
		"startDateTime": now.Format("2006-01-02T15:04:05Z"), "endDateTime": now.AddDate(1, 0, 0).Format("2006-01-02T15:04:05Z"),
	}
}

func byIDs(w http.ResponseWriter, in object, view directory) {
	ids, _ := in["ids"].([]any)
	out := []object{}
	for _, o := range append(view.set("servicePrincipals"), view.set("applications")...) {
		for _, id := range ids {
			if text, ok := id.(string); ok && strings.EqualFold(text, o.str("id")) {
				out = append(out, o)
				break
			}
		}
	}
	writeJSON(w, http.StatusOK, map[string]any{"value": out})
}
