package armtypes

import (
	"fmt"
	"hash/fnv"
	"regexp"
	"strings"
)

const (
	domainLabelPath = "properties.dnsSettings.domainNameLabel"
	labelScopePath  = "properties.dnsSettings.domainNameLabelScope"
)

// domainLabel: deis/deis issue 4854 quotes Azure's own expression.
var domainLabel = regexp.MustCompile(`^[a-z][a-z0-9-]{1,61}[a-z0-9]$`)

func validateDomainLabel(w *Write) []*Error {
	label := w.Body.Str(domainLabelPath)
	if label == "" {
		return nil
	}
	if !domainLabel.MatchString(label) {
		return []*Error{Invalid("InvalidDomainNameLabel", "The domain name label %s is invalid. It must conform to the following regular expression: %s.", label, domainLabel).At(domainLabelPath)}
	}
	errs := found(checkEnum(w.Body, labelScopePath, false, "TenantReuse", "SubscriptionReuse", "ResourceGroupReuse", "NoReuse"))
	name := domainName(w)
	for _, other := range w.All(publicIPType) {
		if !strings.EqualFold(other.ID.String(), w.ID.String()) && other.Body.Str("properties.dnsSettings.fqdn") == name {
			errs = append(errs, Invalid("DnsRecordInUse", "DNS record %s is already used by another public IP.", name).At(domainLabelPath))
		}
	}
	return errs
}

func fillPublicIP(w *Write) {
	fillResourceGUID(w)
	if w.Body.Str(domainLabelPath) == "" {
		w.Body.Remove("properties.dnsSettings.fqdn")
		return
	}
	w.Body.Set("properties.dnsSettings.fqdn", domainName(w))
}

// domainName is the name that Azure's DNS gives a label. With a scope a hash keeps others from taking the name over.
func domainName(w *Write) string {
	label := w.Body.Str(domainLabelPath)
	if scope := w.Body.Str(labelScopePath); scope != "" {
		label += "." + labelHash(w, scope)
	}
	return label + "." + w.Location() + "." + cloudOf(w.Location()).label
}

// labelHash has the look of Azure's, not its value: sixteen letters and digits that depend on what the scope names.
func labelHash(w *Write, scope string) string {
	of := map[string]string{
		"tenantreuse": w.TenantID, "subscriptionreuse": w.ID.Subscription, "resourcegroupreuse": w.ID.GroupID(), "noreuse": w.ID.String(),
	}[strings.ToLower(scope)]
	hash := fnv.New64a()
	_, _ = hash.Write([]byte(strings.ToLower(of)))
	return fmt.Sprintf("%016x", hash.Sum64())
}
