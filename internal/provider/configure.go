package provider

import (
	"context"
	"os"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/account"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/credential"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

// Environment variables that are ours alone.
const (
	variableOwner            = "UDR_OWNER"
	variableSkipRegistration = "ARM_SKIP_PROVIDER_REGISTRATION"
	variableEmulator         = "UDR_EMULATOR"
	variableStateFile        = "UDR_EMULATOR_STATE_FILE"
	variableFaultsFile       = "UDR_EMULATOR_FAULTS_FILE"
	variableTimeScale        = "UDR_EMULATOR_TIME_SCALE"
)

const defaultStateFile = ".udr-emulator.json"

// ValidateConfig judges what the block itself says. Whether something is missing, or has no effect without something
// else, is judged by Configure: `terraform validate` runs where the pipeline's variables are not set.
func (p *udrProvider) ValidateConfig(ctx context.Context, req provider.ValidateConfigRequest, resp *provider.ValidateConfigResponse) {
	var m model
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	diags.AppendChecks(&resp.Diagnostics, nil, required(lifecycle.JudgeTags("", path.Root("default_tags"), lifecycle.KnownTags(m.DefaultTags)))...)
	settings := settingsOf(m)
	if _, asked := embeddedAsked(ctx, m, noEnvironment, &resp.Diagnostics); asked {
		resp.Diagnostics.Append(refuseBoth(settings, noEnvironment)...)
		return
	}
	for _, problem := range settings.ValidateBlock() {
		resp.Diagnostics.Append(settingProblem(problem))
	}
}

// Configure builds the account that the resources work with. It contacts nothing.
func (p *udrProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var m model
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	lookup := p.options.Environment
	if lookup == nil {
		lookup = os.LookupEnv
	}
	shared := &account.Account{
		Owner:              ownerOf(m, lookup),
		DefaultTags:        lifecycle.KnownTags(m.DefaultTags),
		DefaultTagsUnknown: !values.FullyKnown(m.DefaultTags),
		Run:                convergence.NewID(),
		Ledger:             &account.Ledger{},
	}
	settings := settingsOf(m)
	options := armclient.Options{
		Clock:                    p.options.Clock,
		UserAgent:                "terraform-provider-udr/" + p.version,
		SkipProviderRegistration: flagOf(m.SkipProviderRegistration, variableSkipRegistration, lookup),
		Log:                      logCall,
	}
	if !values.FullyKnown(m.Emulator) {
		// Whether there is an emulator, or which, is not known: neither it nor Azure may be asked.
		settings.Unknown = append(settings.Unknown, "emulator")
		shared.SubscriptionID = settings.SubscriptionID
		resp.Diagnostics.Append(waitFor(settings.Unknown, shared, options)...)
	} else if embedded, asked := embeddedAsked(ctx, m, lookup, &resp.Diagnostics); asked {
		resp.Diagnostics.Append(p.configureEmbedded(embedded, settings, lookup, shared, options)...)
	} else {
		resp.Diagnostics.Append(p.configureAzure(ctx, settings.FromEnvironment(lookup), shared, options)...)
	}
	resp.ResourceData = shared
	resp.DataSourceData = shared
	resp.EphemeralResourceData = shared
	resp.ListResourceData = shared
	resp.ActionData = shared
}

// configureAzure connects the account with Azure itself.
func (p *udrProvider) configureAzure(ctx context.Context, settings credential.Config, shared *account.Account, options armclient.Options) diag.Diagnostics {
	var problems diag.Diagnostics
	for _, problem := range settings.Validate() {
		problems.Append(settingProblem(problem))
	}
	shared.SubscriptionID = settings.SubscriptionID
	if problems.HasError() {
		return problems
	}
	if len(settings.Unknown) > 0 {
		return waitFor(settings.Unknown, shared, options)
	}
	made, err := credential.New(ctx, settings, p.options.Transport)
	if err != nil {
		problems.AddError("Cannot authenticate", err.Error())
		return problems
	}
	tflog.Info(ctx, "Authentication: "+made.Explain())
	options.Transport = p.options.Transport
	options.Credential = made
	options.ResolveCloud = made.ResolveCloud
	options.AuxiliaryTenants = settings.AuxiliaryTenantIDs
	shared.Client, err = armclient.New(options)
	if err != nil {
		problems.AddError("Cannot configure the Azure client", err.Error())
	}
	return problems
}

// settingProblem puts a problem at its attribute and names the variable that does the same.
func settingProblem(problem credential.Problem) diag.Diagnostic {
	// The message goes on from the attribute's name ("is missing: …") or quotes its value ("\"x\" is no GUID").
	detail := "`" + problem.Attribute + "` " + problem.Message + "."
	if strings.HasPrefix(problem.Message, "\"") {
		detail = "`" + problem.Attribute + "`: " + problem.Message + "."
	}
	if problem.Variable != "" {
		detail += "\n\nThe environment variable " + problem.Variable + " sets the same."
	}
	return diag.NewAttributeErrorDiagnostic(path.Root(problem.Attribute), "Invalid provider configuration", detail)
}

// logCall writes one line for each call, at debug level.
func logCall(ctx context.Context, message string, fields map[string]any) {
	tflog.Debug(ctx, message, fields)
}

// required marks checks that cannot be switched off: a provider block has no skip_checks.
func required(checks []diags.Check) []diags.Check {
	for i := range checks {
		checks[i].Required = true
	}
	return checks
}
