package login

import (
	"crypto/rand"
	"encoding/hex"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

// object is one of Microsoft Graph's.
type object map[string]any

// str is a member that holds text, "" when it holds none.
func (o object) str(member string) string { s, _ := o[member].(string); return s }

// directory is the little of Microsoft Graph that ARM clients ask for (arm-wire.md 3.5): service principals and applications.
type directory struct {
	principals   []object
	applications []object
}

func newDirectory(cfg Config) directory {
	return directory{
		principals:   []object{principal(cfg.ObjectID, cfg.ClientID, "udr-emulator")},
		applications: []object{application(cfg.ClientID, cfg.ClientID, "udr-emulator")},
	}
}

// set gives the objects of a collection, none for one that is not served.
func (d directory) set(name string) []object {
	switch strings.ToLower(name) {
	case "serviceprincipals":
		return d.principals
	case "applications":
		return d.applications
	}
	return nil
}

func principal(id, appID, name string) object {
	return object{
		"@odata.type": "#microsoft.graph.servicePrincipal", "id": id, "appId": appID, "displayName": name, "appDisplayName": name,
		"servicePrincipalType": "Application", "servicePrincipalNames": []string{appID, "http://" + name}, "alternativeNames": []string{}, "accountEnabled": true,
	}
}

// managedPrincipals are the service principals of managed identities: they come and go with their resources, bear their names, and say in
// alternativeNames whether the identity is a resource of its own (Entra documentation "View the service principal of a managed identity").
func (s *Service) managedPrincipals() ([]object, error) {
	if s.cfg.Identities == nil {
		return nil, nil
	}
	identities, err := s.cfg.Identities()
	if err != nil {
		return nil, err
	}
	var out []object
	for _, identity := range identities {
		out = append(out, managedPrincipal(identity))
	}
	return out, nil
}

func managedPrincipal(identity armtypes.ManagedIdentity) object {
	explicit := "isExplicit=False"
	if identity.UserAssigned {
		explicit = "isExplicit=True"
	}
	p := principal(identity.PrincipalID, identity.ClientID, identity.Name)
	p["servicePrincipalType"], p["servicePrincipalNames"] = "ManagedIdentity", []string{identity.ClientID}
	p["alternativeNames"] = []string{explicit, identity.Resource}
	return p
}

// HasPrincipal tells whether somebody logs in as, or has made through Graph, a service principal with this object id.
func (s *Service) HasPrincipal(objectID string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.graph.principals {
		if strings.EqualFold(p.str("id"), objectID) {
			return true
		}
	}
	return false
}

func application(id, appID, name string) object {
	return object{
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
