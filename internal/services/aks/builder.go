package aks

import (
	"context"
	"maps"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
)

// builder makes an object of a state from what is live. The schema decides what is shown: a computed attribute always, an optional one only
// where the configuration has named it, since what nobody named is nobody's difference. The first read after an import
// (all) shows everything that is not Azure's default.
type builder struct {
	ctx      context.Context //nolint:containedctx // it lives within one conversion
	attrs    map[string]schema.Attribute
	before   section
	all      bool
	exits    []string // addresses of the egress among the authorized ranges of an imported cluster
	out      map[string]attr.Value
	problems *diag.Diagnostics
}

// newBuilder starts from what was before; what is unknown in it is null until it is set.
func newBuilder(ctx context.Context, attrs map[string]schema.Attribute, before section, all bool, problems *diag.Diagnostics) *builder {
	b := &builder{ctx: ctx, attrs: attrs, before: before, all: all, out: map[string]attr.Value{}, problems: problems}
	for name, a := range attrs {
		b.out[name] = before.value(name)
		if b.out[name] == nil || b.out[name].IsUnknown() {
			b.out[name] = nullOf(ctx, a.GetType())
		}
	}
	return b
}

// nullOf is the null value of a type.
func nullOf(ctx context.Context, t attr.Type) attr.Value {
	v, err := t.ValueFromTerraform(ctx, tftypes.NewValue(t.TerraformType(ctx), nil))
	if err != nil {
		return types.DynamicNull()
	}
	return v
}

// shows tells whether the attribute is the state's to show.
func (b *builder) shows(name string) bool {
	a, ok := b.attrs[name]
	if !ok {
		return false
	}
	before := b.before.value(name)
	return a.IsComputed() || b.all || before != nil && !before.IsNull()
}

func (b *builder) set(name string, v attr.Value) {
	if b.shows(name) {
		b.out[name] = v
	}
}

// text sets a string of any string type. Another spelling of what was there before is no difference: ARM compares without case.
func (b *builder) text(name string, live *string) {
	if live != nil && *live == "" {
		live = nil
	}
	before := b.before.text(name)
	if live != nil && before.Known && strings.EqualFold(before.Value, *live) {
		return
	}
	if live == nil && before.Known && before.Value == "" {
		return
	}
	if a, ok := b.attrs[name]; ok {
		b.set(name, textOf(b.ctx, a.GetType(), live))
	}
}

// textOf is a text, or null, in the type given.
func textOf(ctx context.Context, t attr.Type, text *string) attr.Value {
	plain := basetypes.NewStringPointerValue(text)
	custom, ok := t.(basetypes.StringTypable)
	if !ok {
		return plain
	}
	v, found := custom.ValueFromString(ctx, plain)
	if v == nil || found.HasError() {
		return plain
	}
	return v
}

func (b *builder) flag(name string, live *bool) { b.set(name, values.NullableBool(live)) }

func (b *builder) number(name string, live *int32) { b.set(name, values.NullableInt32(live)) }

// texts sets a list or set of strings; a member keeps the spelling that it had.
func (b *builder) texts(name string, live []string) {
	before := b.before.texts(name)
	var list []string
	for _, text := range live {
		list = append(list, spelledAs(before, text))
	}
	a, ok := b.attrs[name]
	if !ok || len(list) == 0 && before.Empty() && b.before.value(name) != nil {
		return // null and empty are Azure's one word for nothing
	}
	switch t := a.GetType().(type) {
	case types.SetType:
		if element, ok := t.ElemType.(basetypes.StringTypable); ok {
			b.set(name, values.SetOfOrNull(element, list))
		}
	case types.ListType:
		if element, ok := t.ElemType.(basetypes.StringTypable); ok {
			b.set(name, values.ListOfOrNull(element, list))
		}
	}
}

func spelledAs(before view.List, text string) string {
	for _, known := range before.Items {
		if strings.EqualFold(known, text) {
			return known
		}
	}
	return text
}

// names sets a map of texts that others write too: only the names that were there before are shown, or all after an import.
func (b *builder) names(name string, live map[string]string) {
	if b.all {
		b.set(name, values.MapOfStringsOrNull(live))
		return
	}
	before := b.before.textMap(name)
	if before == nil {
		return
	}
	shown := map[string]string{}
	for key := range before {
		if text, there := live[key]; there {
			shown[key] = text
		}
	}
	b.set(name, values.MapOfStrings(shown))
}

// part sets a nested object: null where it is not live.
func (b *builder) part(name string, there bool, fill func(*builder)) {
	a, ok := b.attrs[name].(schema.SingleNestedAttribute)
	if !ok || !b.shows(name) {
		return
	}
	if !there {
		b.out[name] = nullOf(b.ctx, a.GetType())
		return
	}
	inner := newBuilder(b.ctx, a.Attributes, b.before.part(name), b.all, b.problems)
	fill(inner)
	b.out[name] = inner.object(typesOf(a))
}

func (b *builder) object(attrs map[string]attr.Type) types.Object {
	v, found := types.ObjectValue(attrs, maps.Clone(b.out))
	b.problems.Append(found...)
	return v
}

// nulled is the object as it was before, with every unknown value null at any depth: for a state that is saved with an error.
func (b *builder) nulled(attrs map[string]attr.Type) types.Object {
	for name, v := range b.out {
		inner, ok := b.attrs[name].(schema.SingleNestedAttribute)
		object, isObject := v.(types.Object)
		if ok && isObject && values.Known(object) {
			b.out[name] = newBuilder(b.ctx, inner.Attributes, sectionOf(object), false, b.problems).nulled(typesOf(inner))
		}
	}
	return b.object(attrs)
}

func orTrue(b *bool) *bool  { return orFlag(b, true) }
func orFalse(b *bool) *bool { return orFlag(b, false) }

func orFlag(b *bool, fallback bool) *bool {
	if b == nil {
		return &fallback
	}
	return b
}

// unless is nil for a value that Azure takes by default: after an import it is nobody's.
func (b *builder) unless(live *string, fallbacks ...string) *string {
	if live == nil || !b.all {
		return live
	}
	for _, fallback := range fallbacks {
		if strings.EqualFold(*live, fallback) {
			return nil
		}
	}
	return live
}

func orText(s *string, fallback string) *string {
	if s == nil || *s == "" {
		return &fallback
	}
	return s
}

func lower(s *string) *string {
	text := strings.ToLower(*s)
	return &text
}
