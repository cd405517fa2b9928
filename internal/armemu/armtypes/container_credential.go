package armtypes

import (
	"encoding/base64"
	"net/http"
	"strings"
)

// credentialActions give kubeconfigs. accessProfiles is the older way to the same.
func credentialActions() []Action {
	return []Action{
		{Method: http.MethodPost, Name: "listClusterUserCredential", Mode: Sync, Handle: userCredential},
		{Method: http.MethodPost, Name: "listClusterAdminCredential", Mode: Sync, Handle: adminCredential},
		{Method: http.MethodPost, Name: "listClusterMonitoringUserCredential", Mode: Sync, Handle: monitoringCredential},
		{Method: http.MethodPost, Name: "accessProfiles/clusterUser/listCredential", Mode: Sync, Handle: accessProfile("clusterUser")},
		{Method: http.MethodPost, Name: "accessProfiles/clusterAdmin/listCredential", Mode: Sync, Handle: accessProfile("clusterAdmin")},
	}
}

// userCredential: a cluster with Entra integration gives no secret but a way to log in.
func userCredential(w *Write, _ *ActionRequest) (any, *Error) {
	format := strings.ToLower(w.Param("format"))
	switch format {
	case "", "azure", "exec":
	default:
		return nil, Invalid("BadRequest", "The format '%s' is not one of azure and exec.", w.Param("format")).Unsure()
	}
	if w.Body.Obj("properties.aadProfile") == nil {
		return staticCredential(w, "clusterUser")
	}
	return credential(w, "clusterUser", func(c *kubeconfig) {
		c.entra = &entraLogin{tenant: w.TenantID, environment: cloudOf(w.Location()).environment, exec: format != "azure"}
	})
}

func adminCredential(w *Write, _ *ActionRequest) (any, *Error) {
	return staticCredential(w, "clusterAdmin")
}

func monitoringCredential(w *Write, _ *ActionRequest) (any, *Error) {
	return staticCredential(w, "clusterMonitoringUser")
}

func accessProfile(role string) func(*Write, *ActionRequest) (any, *Error) {
	return func(w *Write, _ *ActionRequest) (any, *Error) {
		data, refusal := staticKubeconfig(w, role)
		if refusal != nil {
			return nil, refusal
		}
		return Object{
			"id": shownID(w.ID) + "/accessProfiles/" + role, "name": role, "type": clusterType + "/AccessProfiles", "location": w.Location(),
			"properties": Object{"kubeConfig": data},
		}, nil
	}
}

func staticCredential(w *Write, role string) (any, *Error) {
	data, refusal := staticKubeconfig(w, role)
	if refusal != nil {
		return nil, refusal
	}
	return Object{"kubeconfigs": []Object{{"name": role, "value": data}}}, nil
}

// staticKubeconfig carries a client certificate, which local accounts only have.
func staticKubeconfig(w *Write, role string) (string, *Error) {
	if w.Body.Bool("properties.disableLocalAccounts") {
		return "", Invalid("BadRequest", "Getting static credential is not allowed because this cluster is set to disable local accounts.")
	}
	return encodedKubeconfig(w, role, func(c *kubeconfig) {
		organization := "system:masters"
		if role == "clusterMonitoringUser" {
			organization = "system:monitoring"
		}
		c.certificate, c.key, c.err = c.authority.issue(role, organization)
		c.token = c.authority.token(role)
	})
}

func credential(w *Write, role string, login func(*kubeconfig)) (any, *Error) {
	data, refusal := encodedKubeconfig(w, role, login)
	if refusal != nil {
		return nil, refusal
	}
	return Object{"kubeconfigs": []Object{{"name": role, "value": data}}}, nil
}

func encodedKubeconfig(w *Write, role string, login func(*kubeconfig)) (string, *Error) {
	authority, err := clusterAuthority(w.Body)
	if err != nil {
		return "", Errorf(http.StatusNotImplemented, "EmulatorBroken", "The emulator cannot answer: making the certificates of %s: %v.", w.ID.Name(), err)
	}
	host, refusal := serverHost(w)
	if refusal != nil {
		return "", refusal
	}
	// The context has the cluster's name for every role; az is who renames an administrator's.
	c := &kubeconfig{
		cluster: w.ID.Name(), server: "https://" + host + ":443", user: role + "_" + w.ID.Group + "_" + w.ID.Name(), context: w.ID.Name(), authority: authority,
	}
	login(c)
	if c.err != nil {
		return "", Errorf(http.StatusNotImplemented, "EmulatorBroken", "The emulator cannot answer: making the certificate of %s: %v.", role, c.err)
	}
	return base64.StdEncoding.EncodeToString([]byte(c.yaml())), nil
}

// serverHost is the API server's name; server-fqdn asks a private cluster for its public one.
func serverHost(w *Write) (string, *Error) {
	public, private := w.Body.Str("properties.fqdn"), w.Body.Str("properties.privateFQDN")
	wish := strings.ToLower(w.Param("server-fqdn"))
	switch {
	case wish == "public" && public == "":
		return "", Invalid("BadRequest", "The public FQDN of managed cluster %s is disabled.", w.ID.Name()).Unsure()
	case wish == "public" || private == "":
		return public, nil
	}
	return private, nil
}
