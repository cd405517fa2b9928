package armtypes

import (
	"net/http"
	"regexp"
	"strings"
	"time"
)

const roleDefinitionType = "Microsoft.Authorization/roleDefinitions"

var authorizationVersions = []string{"2022-05-01-preview", "2022-04-01", "2020-04-01-preview", "2018-01-01-preview", "2015-07-01"}

// guidForm is that of names of role definitions and assignments.
var guidForm = regexp.MustCompile(`^(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)

// roleDefinitions: the built-in ones exist at every scope without being stored, custom ones are documents. A PUT answers 201 always
// (arm-wire.md 1.2).
func roleDefinitions() *Type {
	return &Type{
		Name:              roleDefinitionType,
		APIVersions:       authorizationVersions,
		Family:            Plain,
		Scope:             ScopeExtension,
		NoTags:            true,
		NoState:           true,
		Put:               Sync,
		PutAnswersCreated: true,
		Patch:             None,
		Delete:            Sync,
		DeleteAnswersBody: true,
		ReadOnlyPaths:     auditPaths,
		Validate:          validateRoleDefinition,
		Fill:              fillRoleDefinition,
		RefuseDelete:      refuseRoleDefinitionDelete,
		Get:               findRoleDefinition,
		List:              listRoleDefinitions,
		NotFound:          func(id ID) *Error { return errNoRoleDefinition(id.Name()) },
	}
}

// auditPaths are who wrote something when.
var auditPaths = []string{"properties.createdOn", "properties.updatedOn", "properties.createdBy", "properties.updatedBy"}

// fillAudit sets them; updatedOn moves only with one of the members that can be changed.
func fillAudit(w *Write, changeable ...string) {
	now := w.Now().UTC().Format(time.RFC3339Nano)
	if w.Prev == nil {
		w.Body.Set("properties.createdOn", now)
		w.Body.Set("properties.createdBy", w.CallerID)
	}
	for _, path := range changeable {
		if w.Changed(path) {
			w.Body.Set("properties.updatedOn", now)
			w.Body.Set("properties.updatedBy", w.CallerID)
		}
	}
}

// roleDefinitionID is a definition as it is seen from a scope: below its subscription, or the tenant.
func roleDefinitionID(scope, guid string) ID {
	id := ID{Type: roleDefinitionType, Names: []string{guid}}
	if at, err := ParseID(scope); err == nil && at.Subscription != "" {
		id.Subscription = at.Subscription
		id.Scope = "/subscriptions/" + at.Subscription
	}
	return id
}

// findRoleDefinition finds a built-in role, or a custom one that is stored at another scope.
func findRoleDefinition(v View, id ID) *Document {
	if r, ok := findBuiltInRole(id.Name()); ok {
		return r.document(id.Scope)
	}
	for _, d := range v.All(roleDefinitionType) {
		if strings.EqualFold(d.ID.Name(), id.Name()) {
			return d
		}
	}
	return nil
}

func errNoRoleDefinition(guid string) *Error {
	return Errorf(http.StatusNotFound, "RoleDefinitionDoesNotExist", "The specified role definition with ID '%s' does not exist.", hexID(guid))
}

// hexID is how the authorization provider writes guids in its messages.
func hexID(guid string) string { return strings.ToLower(strings.ReplaceAll(guid, "-", "")) }

func validateRoleDefinition(w *Write) []*Error {
	name := w.Body.Str("properties.roleName")
	switch {
	case !guidForm.MatchString(w.ID.Name()):
		return []*Error{Invalid("InvalidRoleDefinitionId", "The role definition ID '%s' is not valid. The role definition ID must be a GUID.", w.ID.Name()).Unsure()}
	case w.Prev.Str("properties.type") == "BuiltInRole":
		return []*Error{Invalid("RoleDefinitionCannotBeUpdated", "Built-in role %s cannot be changed.", w.ID).Unsure()}
	case name == "" || len(w.Body.Strs("properties.assignableScopes")) == 0:
		return []*Error{Invalid("BadRequestFormat", "The request was incorrectly formatted: a role definition needs roleName and assignableScopes.").Unsure()}
	}
	for _, other := range allRoleDefinitions(w, w.ID.Scope) {
		if !strings.EqualFold(other.ID.Name(), w.ID.Name()) && strings.EqualFold(other.Body.Str("properties.roleName"), name) {
			return []*Error{Errorf(http.StatusConflict, "RoleDefinitionWithSameNameExists", "A custom role with the same name already exists in this directory. Use a different name.")}
		}
	}
	return nil
}

func fillRoleDefinition(w *Write) {
	w.Body.Set("properties.type", "CustomRole")
	for _, p := range w.Body.Objs("properties.permissions") {
		for _, list := range []string{"actions", "notActions", "dataActions", "notDataActions"} {
			p.Default(list, []any{})
		}
	}
	fillAudit(w, "properties.roleName", "properties.description", "properties.assignableScopes", "properties.permissions")
}

func refuseRoleDefinitionDelete(v View, d *Document) *Error {
	if d.Body.Str("properties.type") == "BuiltInRole" {
		return Invalid("RoleDefinitionCannotBeDeleted", "Built-in role %s cannot be deleted.", d.ID).Unsure()
	}
	for _, a := range v.All(roleAssignmentType) {
		if strings.EqualFold(assignedRole(a.Body), d.ID.Name()) {
			return Invalid("RoleDefinitionHasAssignments", "There are existing role assignments referencing role (code: RoleDefinitionHasAssignments).")
		}
	}
	return nil
}

// allRoleDefinitions are the built-in roles as a scope sees them, then the custom ones.
func allRoleDefinitions(v View, scope string) []*Document {
	var docs []*Document
	for _, r := range builtInRoles {
		docs = append(docs, r.document(scope))
	}
	return append(docs, v.All(roleDefinitionType)...)
}

// listRoleDefinitions gives what can be assigned at the scope, with atScopeAndBelow() also what can be assigned further down.
func listRoleDefinitions(r *ListRequest) ([]*Document, *Error) {
	conditions, err := parseConditions(r.Filter, "atScopeAndBelow", "atScope", "roleName", "type")
	if err != nil {
		return nil, err
	}
	var docs []*Document
	for _, d := range allRoleDefinitions(r, r.Scope) {
		if assignableAt(d, r.Scope, has(conditions, "atScopeAndBelow")) && meetsRole(d, conditions) {
			docs = append(docs, d)
		}
	}
	return docs, nil
}

func assignableAt(d *Document, scope string, below bool) bool {
	for _, s := range d.Body.Strs("properties.assignableScopes") {
		if withinScope(scope, s) || below && withinScope(s, scope) {
			return true
		}
	}
	return false
}

func meetsRole(d *Document, conditions []condition) bool {
	for _, c := range conditions {
		switch c.name {
		case "rolename":
			if !strings.EqualFold(d.Body.Str("properties.roleName"), c.value) {
				return false
			}
		case "type":
			if !strings.EqualFold(d.Body.Str("properties.type"), c.value) {
				return false
			}
		}
	}
	return true
}
