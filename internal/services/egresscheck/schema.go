package egresscheck

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"

	"github.com/udr-egress/terraform-provider-udr/internal/answer"
)

func (egressCheck) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Judges the egress that a document describes: networks, route tables, firewalls with their rules, and flows or AKS profiles, " +
			"whoever made them and with whatever tool. Each flow gets a verdict with the way of its packets, the object that decided, and changes that " +
			"were proven to help. A flow of the level `forbidden` must not pass. Nothing is asked of Azure, and nothing fails by a verdict: " +
			"use `status` in a `postcondition` or a `check` block.",
		Attributes: map[string]schema.Attribute{
			"document": schema.DynamicAttribute{
				MarkdownDescription: "The egress document: an object, or its JSON text, such as `file(\"egress.json\")`. Its JSON Schema is " +
					"`docs/schemas/egress.schema.json` in the provider's repository; `terraform-provider-udr egress -schema` prints it. " +
					"Write `{ unknown = true }` for what is not known yet.",
				Required: true,
			},
			"status": schema.StringAttribute{
				MarkdownDescription: "`allowed`: every flow fares as it should. `denied`: one surely does not, or Azure would refuse the configuration. " +
					"`indeterminate`: none surely fails, but one hinges on something not known.",
				Computed: true,
			},
			"report":   schema.StringAttribute{MarkdownDescription: "Text for people: what fails, why, and what to do.", Computed: true},
			"mermaid":  schema.StringAttribute{MarkdownDescription: "A Mermaid graph of the flows.", Computed: true},
			"verdicts": answer.Verdicts.Attribute("One verdict for each flow, in the order of the document; those of profiles follow."),
			"findings": answer.Findings.Attribute("What is wrong with the configuration whatever the flows, errors first: what Azure would refuse, traps, and rules that do nothing."),
		},
	}
}
