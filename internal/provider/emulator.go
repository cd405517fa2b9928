package provider

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/account"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/credential"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

// embeddedAsked reports whether the embedded emulator is to be used, and how.
func embeddedAsked(ctx context.Context, m model, lookup credential.Lookup, problems *diag.Diagnostics) (EmbeddedOptions, bool) {
	at := path.Root("emulator")
	asked := values.KnownObject[emulatorModel](ctx, at, m.Emulator, problems)
	switchedOn, _ := lookup(variableEmulator)
	on, err := strconv.ParseBool(switchedOn)
	if switchedOn != "" && err != nil {
		problems.AddAttributeError(at, "Invalid "+variableEmulator, fmt.Sprintf("%s is %q; set it to 1 or leave it unset.", variableEmulator, switchedOn))
	}
	if asked == nil && !on {
		return EmbeddedOptions{}, false
	}
	if asked == nil {
		asked = &emulatorModel{}
	}
	options := EmbeddedOptions{
		StateFile: chosen(asked.StateFile, variableStateFile, defaultStateFile, lookup),
		FaultFile: chosen(asked.FaultsFile, variableFaultsFile, "", lookup),
		TimeScale: asked.TimeScale.ValueFloat64(),
	}
	if text, set := lookup(variableTimeScale); set && asked.TimeScale.IsNull() {
		if options.TimeScale, err = strconv.ParseFloat(text, 64); err != nil {
			problems.AddAttributeError(at.AtName("time_scale"), "Invalid "+variableTimeScale, fmt.Sprintf("%s is %q, which is no number.", variableTimeScale, text))
		}
	}
	if options.TimeScale < 0 {
		problems.AddAttributeError(at.AtName("time_scale"), "Invalid time scale", "time_scale is 0 (at once) or more; 1 is Azure's typical durations.")
	}
	return options, true
}

func chosen(value values.String, variable, fallback string, lookup credential.Lookup) string {
	if text, known := values.KnownString(value); known {
		return text
	}
	if text, set := lookup(variable); set && text != "" {
		return text
	}
	return fallback
}

// configureEmbedded connects the account with the embedded emulator.
func (p *udrProvider) configureEmbedded(
	asked EmbeddedOptions, settings credential.Config, lookup credential.Lookup, shared *account.Account, options armclient.Options,
) diag.Diagnostics {
	problems := refuseBoth(settings, lookup)
	if p.options.StartEmbedded == nil {
		problems.AddAttributeError(path.Root("emulator"), "No embedded emulator", "This build of the provider has no embedded emulator.")
	}
	if problems.HasError() {
		return problems
	}
	embedded, err := p.options.StartEmbedded(asked)
	if err != nil {
		problems.AddAttributeError(path.Root("emulator"), "Cannot start the embedded emulator", err.Error())
		return problems
	}
	subscription := settings.FromEnvironment(lookup).SubscriptionID
	switch {
	case subscription == "":
		shared.SubscriptionID = embedded.SubscriptionIDs[0]
	case slices.ContainsFunc(embedded.SubscriptionIDs, func(id string) bool { return strings.EqualFold(id, subscription) }):
		shared.SubscriptionID = subscription
	default:
		// A fake must never make real objects look deleted (law L10).
		problems.AddAttributeError(path.Root("subscription_id"), "The emulator does not serve this subscription", fmt.Sprintf(
			"The embedded emulator serves its own subscriptions only: %s. The subscription %s belongs to a real Azure, and reading its objects through the emulator "+
				"would make them look deleted.\n\nLeave subscription_id (ARM_SUBSCRIPTION_ID) unset with the emulator, or turn the emulator off.",
			strings.Join(embedded.SubscriptionIDs, " and "), subscription))
		return problems
	}
	problems.AddAttributeWarning(path.Root("emulator"), "The embedded Azure emulator is used",
		"Nothing of this run exists in Azure. The emulated Azure is kept in "+asked.StateFile+".")
	options.Transport = embedded.Transport
	if shared.Client, err = armclient.New(options); err != nil {
		problems.AddError("Cannot configure the Azure client", err.Error())
	}
	return problems
}

// credentialAttributes are the attributes that only make sense with a real Azure.
var credentialAttributes = []string{
	"client_id", "client_id_file_path", "client_secret", "client_secret_file_path", "client_certificate", "client_certificate_path",
	"client_certificate_password", "use_oidc", "oidc_token", "oidc_token_file_path", "oidc_request_url", "oidc_request_token", "use_msi",
	"use_aks_workload_identity", "ado_pipeline_service_connection_id", "metadata_host",
}

// refuseBoth: the emulator together with real credentials is an error (law L10). One of the two is a mistake, and
// guessing which would either touch a real Azure or hide it.
func refuseBoth(settings credential.Config, lookup credential.Lookup) diag.Diagnostics {
	var problems diag.Diagnostics
	for _, attribute := range credentialAttributes {
		origin, given := settings.FromEnvironment(lookup).Given(attribute)
		// What a CI system sets of itself (ACTIONS_…, SYSTEM_…) is nobody's wish to reach Azure.
		if !given || (origin != attribute && !strings.HasPrefix(origin, "ARM_")) {
			continue
		}
		problems.AddAttributeError(path.Root(attribute), "The emulator takes no credentials", fmt.Sprintf(
			"The embedded emulator is switched on and %s is set (by %s). Remove one of the two: nothing that the emulator does may be mistaken for a real Azure.", attribute, origin))
	}
	return problems
}
