package login

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// directory is the little of Microsoft Graph that ARM clients ask for (arm-wire.md 3.5): service principals and applications.
type directory struct {
	principals   []map[string]any
	applications []map[string]any
}

func newDirectory(cfg Config) directory {
	return directory{
		principals:   []map[string]any{principal(cfg.ObjectID, cfg.ClientID, "udr-emulator")},
		applications: []map[string]any{application(cfg.ClientID, cfg.ClientID, "udr-emulator")},
	}
}

func principal(id, appID, name string) map[string]any {
	return map[string]any{
		"@odata.type": "#microsoft.graph.servicePrincipal", "id": id, "appId": appID, "displayName": name, "appDisplayName": name,
		"servicePrincipalType": "Application", "servicePrincipalNames": []string{appID, "http://" + name}, "accountEnabled": true,
	}
}

func application(id, appID, name string) map[string]any {
	return map[string]any{
		"@odata.type": "#microsoft.graph.application", "id": id, "appId": appID, "displayName": name, "identifierUris": []string{},
		"passwordCredentials": []any{}, "keyCredentials": []any{},
	}
}

func newID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails on the platforms we build for
	h := hex.EncodeToString(b[:])
	return h[:8] + "-" + h[8:12] + "-4" + h[13:16] + "-a" + h[17:20] + "-" + h[20:]
}

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
	s.mu.Lock()
	defer s.mu.Unlock()
	parts := segments(r.URL.Path)[1:]
	switch {
	case len(parts) == 1 && r.Method == http.MethodGet:
		s.listObjects(w, r, parts[0])
	case len(parts) == 1:
		s.createObject(w, in, parts[0])
	case len(parts) == 2 && strings.EqualFold(parts[0], "directoryObjects") && strings.EqualFold(parts[1], "getByIds"):
		s.byIDs(w, in)
	case len(parts) == 2 && r.Method == http.MethodGet:
		s.getObject(w, parts[0], parts[1])
	case len(parts) == 3 && r.Method == http.MethodPost && strings.EqualFold(parts[2], "addPassword"):
		writeJSON(w, http.StatusOK, s.newPassword())
	default:
		graphError(w, http.StatusNotFound, "Request_ResourceNotFound", "The emulator does not serve "+r.URL.Path)
	}
}

func graphError(w http.ResponseWriter, status int, code, text string) {
	writeJSON(w, status, map[string]any{"error": map[string]any{"code": code, "message": text}})
}

// set gives the objects of a collection, nil for one that is not served.
func (s *Service) set(name string) *[]map[string]any {
	switch strings.ToLower(name) {
	case "serviceprincipals":
		return &s.graph.principals
	case "applications":
		return &s.graph.applications
	}
	return nil
}

// filterValue is the last quoted value of a $filter: appId eq 'x', servicePrincipalNames/any(c:c eq 'x'), startswith(displayName,'x').
var filterValue = regexp.MustCompile(`'((?:[^']|'')*)'`)

func (s *Service) listObjects(w http.ResponseWriter, r *http.Request, name string) {
	set := s.set(name)
	if set == nil {
		writeJSON(w, http.StatusOK, map[string]any{"value": []any{}}) // users, groups: there are none
		return
	}
	filter := r.URL.Query().Get("$filter")
	out := []map[string]any{}
	for _, o := range *set {
		if filter == "" || holds(o, filter) {
			out = append(out, o)
		}
	}
	writeJSON(w, http.StatusOK, map[string]any{"value": out})
}

// holds compares every value that the filter names with the object's names and ids; clients ask with "or" between them.
func holds(o map[string]any, filter string) bool {
	for _, m := range filterValue.FindAllStringSubmatch(filter, -1) {
		names, _ := o["servicePrincipalNames"].([]string)
		if v := m[1]; v == o["appId"] || v == o["id"] || v == o["displayName"] || slices.Contains(names, v) {
			return true
		}
	}
	return false
}

func (s *Service) getObject(w http.ResponseWriter, collection, id string) {
	if set := s.set(collection); set != nil {
		for _, o := range *set {
			if o["id"] == id {
				writeJSON(w, http.StatusOK, o)
				return
			}
		}
	}
	graphError(w, http.StatusNotFound, "Request_ResourceNotFound", "Resource '"+id+"' does not exist or one of its queried reference-property objects are not present.")
}

func (s *Service) createObject(w http.ResponseWriter, in map[string]any, collection string) {
	name, _ := in["displayName"].(string)
	switch strings.ToLower(collection) {
	case "applications":
		app := application(newID(), newID(), name)
		if _, asked := in["passwordCredentials"]; asked {
			app["passwordCredentials"] = []any{s.newPassword()}
		}
		s.graph.applications = append(s.graph.applications, app)
		writeJSON(w, http.StatusCreated, app)
	case "serviceprincipals":
		appID, _ := in["appId"].(string)
		p := principal(newID(), appID, name)
		s.graph.principals = append(s.graph.principals, p)
		writeJSON(w, http.StatusCreated, p)
	default:
		graphError(w, http.StatusNotFound, "Request_ResourceNotFound", "The emulator does not serve "+collection)
	}
}

func (s *Service) newPassword() map[string]any {
	now := s.cfg.Now().UTC()
	return map[string]any{
		"keyId": newID(), "displayName": "rbac", "secretText": s.cfg.ClientSecret, "hint": "emu",
		"startDateTime": now.Format("2006-01-02T15:04:05Z"), "endDateTime": now.AddDate(1, 0, 0).Format("2006-01-02T15:04:05Z"),
	}
}

func (s *Service) byIDs(w http.ResponseWriter, in map[string]any) {
	ids, _ := in["ids"].([]any)
	out := []map[string]any{}
	for _, o := range append(slices.Clone(s.graph.principals), s.graph.applications...) {
		if slices.Contains(ids, o["id"]) {
			out = append(out, o)
		}
	}
	writeJSON(w, http.StatusOK, map[string]any{"value": out})
}
