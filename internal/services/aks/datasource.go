package aks

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	data "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/account"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/containers"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

// clusterData is the data source udr_aks_cluster: a cluster that exists, whoever made it, as an import would show it.
type clusterData struct {
	account *account.Account
}

var (
	_ datasource.DataSource              = (*clusterData)(nil)
	_ datasource.DataSourceWithConfigure = (*clusterData)(nil)
)

// NewClusterDataSource is the constructor for the provider's list.
func NewClusterDataSource() datasource.DataSource { return &clusterData{} }

func (d *clusterData) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = clusterName
}

func (d *clusterData) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	var problem error
	if d.account, problem = account.From(req.ProviderData); problem != nil {
		resp.Diagnostics.AddError("Cannot configure "+clusterName, problem.Error())
	}
}

// aboutWriting is what a look-up has no use for.
var aboutWriting = []string{"egress", "overlay", "skip_checks", "timeouts", "tags_all", "include_egress_ips", "effective_authorized_ip_ranges"}

func (d *clusterData) Schema(ctx context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	all := shownAttributes(dataAttributes(ctx))
	all["id"] = data.StringAttribute{
		MarkdownDescription: "The ARM ID of the cluster.",
		CustomType:          customtypes.ResourceIDType{Types: []string{clusterType}},
		Required:            true,
	}
	resp.Schema = data.Schema{
		MarkdownDescription: "A cluster that exists already, whoever made it, with the attributes of the resource of the same name.",
		Attributes:          all,
	}
}

// dataAttributes are those of the resource that a look-up shows.
func dataAttributes(ctx context.Context) map[string]schema.Attribute {
	all := clusterAttributes(ctx)
	for _, name := range aboutWriting {
		delete(all, name)
	}
	return all
}

// shownAttributes turns attributes of a resource into those of a data source: the same names, types and texts, all of them shown. What is
// only ever written is left out.
func shownAttributes(resource map[string]schema.Attribute) map[string]data.Attribute {
	all := map[string]data.Attribute{}
	for name, attribute := range resource {
		if attribute.IsWriteOnly() {
			continue
		}
		text, secret := attribute.GetMarkdownDescription(), attribute.IsSensitive()
		switch a := attribute.(type) {
		case schema.SingleNestedAttribute:
			all[name] = data.SingleNestedAttribute{MarkdownDescription: text, Sensitive: secret, Computed: true, Attributes: shownAttributes(a.Attributes)}
		case schema.MapNestedAttribute:
			all[name] = data.MapNestedAttribute{
				MarkdownDescription: text, Sensitive: secret, Computed: true, NestedObject: data.NestedAttributeObject{Attributes: shownAttributes(a.NestedObject.Attributes)},
			}
		case schema.ListNestedAttribute:
			all[name] = data.ListNestedAttribute{
				MarkdownDescription: text, Sensitive: secret, Computed: true, NestedObject: data.NestedAttributeObject{Attributes: shownAttributes(a.NestedObject.Attributes)},
			}
		default:
			if shown := shownLeaf(attribute.GetType(), text, secret); shown != nil {
				all[name] = shown
			}
		}
	}
	return all
}

// shownLeaf is an attribute without attributes of its own; nil for a type that no attribute here has.
func shownLeaf(kind attr.Type, text string, secret bool) data.Attribute {
	switch t := kind.(type) {
	case basetypes.ListTypable:
		if list, ok := t.(types.ListType); ok {
			return data.ListAttribute{MarkdownDescription: text, ElementType: list.ElemType, Sensitive: secret, Computed: true}
		}
	case basetypes.SetTypable:
		if set, ok := t.(types.SetType); ok {
			return data.SetAttribute{MarkdownDescription: text, ElementType: set.ElemType, Sensitive: secret, Computed: true}
		}
	case basetypes.MapTypable:
		if m, ok := t.(types.MapType); ok {
			return data.MapAttribute{MarkdownDescription: text, ElementType: m.ElemType, Sensitive: secret, Computed: true}
		}
	case basetypes.StringTypable:
		return data.StringAttribute{MarkdownDescription: text, CustomType: t, Sensitive: secret, Computed: true}
	case basetypes.BoolTypable:
		return data.BoolAttribute{MarkdownDescription: text, CustomType: t, Sensitive: secret, Computed: true}
	case basetypes.Int64Typable:
		return data.Int64Attribute{MarkdownDescription: text, CustomType: t, Sensitive: secret, Computed: true}
	case basetypes.Int32Typable:
		return data.Int32Attribute{MarkdownDescription: text, CustomType: t, Sensitive: secret, Computed: true}
	case basetypes.Float64Typable:
		return data.Float64Attribute{MarkdownDescription: text, CustomType: t, Sensitive: secret, Computed: true}
	}
	return nil
}

func (d *clusterData) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var id customtypes.ResourceID
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, idPath, &id)...)
	cluster, known := id.ID()
	if !known && !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(diags.AttributeBug(idPath, "an unknown reached the request"))
	}
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	shown, problems := d.look(ctx, cluster, id)
	resp.Diagnostics.Append(problems...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.State.Set(ctx, shown)...)
	}
}

// look is the cluster as an import shows it, in the data source's attributes.
func (d *clusterData) look(ctx context.Context, cluster armid.ID, id customtypes.ResourceID) (types.Object, diag.Diagnostics) {
	live, err := (&clusterResource{account: d.account}).observe(ctx, azure.ClusterSpec{ID: cluster}, true)
	kinds := map[string]attr.Type{"id": customtypes.ResourceIDType{}}
	for name, attribute := range shownAttributes(dataAttributes(ctx)) {
		if name != "id" {
			kinds[name] = attribute.GetType()
		}
	}
	none := types.ObjectNull(kinds)
	switch {
	case armclient.IsNotFound(err):
		return none, diag.Diagnostics{diag.NewAttributeErrorDiagnostic(idPath, "The cluster does not exist", fmt.Sprintf("%s was not found.", cluster))}
	case err != nil:
		return none, diag.Diagnostics{diags.Operation{Verb: "read", Object: "AKS cluster", ID: cluster.String(), Timeout: readTimeout}.Failed(err)}
	}
	empty := map[string]attr.Value{}
	whole := map[string]attr.Type{}
	for name, attribute := range clusterAttributes(ctx) {
		whole[name] = attribute.GetType()
		empty[name] = nullOf(ctx, attribute.GetType())
	}
	after, problems := publish(ctx, types.ObjectValueMust(whole, empty), live, true)
	if problems.HasError() {
		return none, problems
	}
	parts := after.Attributes()
	parts["tags"] = values.MapOfStrings(convergence.Visible(live.Tags()))
	parts["id"] = id
	return shownValue(ctx, kinds, parts), problems
}

// shownValue is the parts that the kinds name, nested objects likewise: what is only ever written has no place in them.
func shownValue(ctx context.Context, kinds map[string]attr.Type, parts map[string]attr.Value) types.Object {
	members := map[string]attr.Value{}
	for name, kind := range kinds {
		members[name] = parts[name]
		nested, isObject := kind.(types.ObjectType)
		object, there := parts[name].(types.Object)
		switch {
		case parts[name] == nil || isObject && there && object.IsNull():
			members[name] = nullOf(ctx, kind)
		case isObject && there:
			members[name] = shownValue(ctx, nested.AttrTypes, object.Attributes())
		}
	}
	return types.ObjectValueMust(kinds, members)
}
