package armtypes

import (
	"fmt"
	"strings"
	"time"
)

// fillCluster sets what AKS sets at acceptance: defaults, names, identities.
func fillCluster(w *Write) {
	clusterDefaults(w.ID, w.Body, w.Prev)
	if w.Prev == nil {
		w.Body.Set("systemData", Object{
			"createdBy": w.CallerID, "createdByType": "Application", "createdAt": w.Now().Format(time.RFC3339Nano),
		})
		w.Body.Set("properties.resourceUID", strings.ReplaceAll(w.NewGUID(), "-", "")[:24])
		w.Body.Set(hiddenMember, Object{"issuer": w.NewGUID(), "zone": w.NewGUID(), "certificates": 1})
		w.Body.Set(runningPath, runningVersion(w.Body.Str(versionPath), ""))
	}
	fillClusterNames(w.Body, w.Location())
	fillClusterIdentity(w)
	hideSecrets(w.Body)
	if w.Body.Bool("properties.oidcIssuerProfile.enabled") {
		w.Body.Set("properties.oidcIssuerProfile.issuerURL", fmt.Sprintf("https://%s.%s/%s/%s/", w.Location(), cloudOf(w.Location()).issuer, w.TenantID, w.Body.Str(hiddenMember+".issuer")))
	}
	if aad := w.Body.Obj("properties.aadProfile"); aad != nil {
		aad.Default("tenantID", w.TenantID)
		aad.Default("enableAzureRBAC", false)
	}
	if windows := w.Body.Obj("properties.windowsProfile"); windows != nil {
		windows.Default("enableCSIProxy", true)
	}
}

// fillClusterNames gives the names of the API server. All hang on the prefix and on eight characters that belong to the cluster.
func fillClusterNames(body Object, location string) {
	prefix := body.Str("properties.dnsPrefix")
	if sub := body.Str("properties.fqdnSubdomain"); sub != "" {
		prefix = sub
	}
	uid := body.Str("properties.resourceUID")
	if len(uid) < 8 {
		return // only a document that no fill ever touched
	}
	host := prefix + "-" + uid[:8]
	if body.Str("properties.fqdnSubdomain") != "" {
		host = prefix
	}
	access := body.Obj("properties.apiServerAccessProfile")
	private := access.Bool("enablePrivateCluster")
	setOrRemove(body, "properties.fqdn", host+".hcp."+serverDomain(location), !private || access.Bool("enablePrivateClusterPublicFQDN"))
	setOrRemove(body, "properties.privateFQDN", privateHost(body, host, location), private)
	body.Set("properties.azurePortalFQDN", host+".portal.hcp."+serverDomain(location))
}

// privateHost lies in the private zone: the system's, whose label belongs to the cluster, or the user's own.
func privateHost(body Object, host, location string) string {
	zone := body.Str("properties.apiServerAccessProfile.privateDNSZone")
	if id, err := ParseID(zone); err == nil {
		return host + "." + id.Name()
	}
	return host + "." + body.Str(hiddenMember+".zone") + ".privatelink." + serverDomain(location)
}

func setOrRemove(body Object, path, value string, on bool) {
	if on {
		body.Set(path, value)
	} else {
		body.Remove(path)
	}
}

// fillClusterIdentity: a system-assigned identity is born with the cluster, user-assigned ones show their ids.
func fillClusterIdentity(w *Write) {
	kind := strings.ToLower(w.Body.Str("identity.type"))
	if strings.Contains(kind, "systemassigned") {
		if w.Body.Str("identity.principalId") == "" {
			w.Body.Set("identity.principalId", w.NewGUID())
		}
		w.Body.Set("identity.tenantId", w.TenantID)
	} else {
		w.Body.Remove("identity.principalId")
		w.Body.Remove("identity.tenantId")
	}
	for id, v := range w.Body.Obj("identity.userAssignedIdentities") {
		if shown, ok := w.Get(id); ok && asMap(v) != nil {
			asMap(v).Set("principalId", shown.Body.Str("properties.principalId"))
			asMap(v).Set("clientId", shown.Body.Str("properties.clientId"))
		}
	}
}
