package kb

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Role is a set of permissions with a name.
type Role string

// The roles, and what each may do:
//
//	              draft  review  publish  delete  import  export  learn
//	SuperAdmin      x      x        x       x       x       x       x    超级管理员
//	BaseAdmin       x      x        x       x       x       x       x    知识库管理员
//	Expert          x      x                                x            专家
//	Engineer        x                                       x       x    知识工程师
//	Trainer         x                                               x    训练师
//	Analyst                                                 x            数据分析师
//
// What customers see changes by publish, delete and import only: that is for
// administrators.
const (
	SuperAdmin Role = "super admin"
	BaseAdmin  Role = "base admin" // of the bases that his grant names
	Expert     Role = "expert"
	Engineer   Role = "engineer"
	Trainer    Role = "trainer"
	Analyst    Role = "analyst"
)

// Permissions returns what the role may do by default, nothing if it is unknown.
func (r Role) Permissions() []Permission {
	switch r {
	case SuperAdmin, BaseAdmin:
		return []Permission{MayDraft, MayReview, MayPublish, MayDelete, MayImport, MayExport, MayLearn}
	case Expert:
		return []Permission{MayDraft, MayReview, MayExport}
	case Engineer:
		return []Permission{MayDraft, MayExport, MayLearn}
	case Trainer:
		return []Permission{MayDraft, MayLearn}
	case Analyst:
		return []Permission{MayExport}
	}
	return nil
}

// PublicBase names the public knowledge base in a [Grant]. No independent base
// should be called so.
const PublicBase = "public"

// Grant gives a role to somebody.
type Grant struct {
	// Actor is who gets the role, as an [Authorizer] is told him.
	Actor string `json:"actor"`
	// Role is what he gets: one of this package, or one that
	// [RolesConfig.Permissions] define.
	Role Role `json:"role"`
	// Bases are the knowledge bases for which it holds, [PublicBase] for the public
	// one. Empty is all; a BaseAdmin must have some.
	Bases []string `json:"bases,omitempty"`
	// Categories keep the grant to these categories and those below them. Empty is
	// all.
	Categories []string `json:"categories,omitempty"`
}

// Roles is an [Authorizer] by roles. It never changes and is safe for concurrent
// use. Whoever has no grant may do nothing.
type Roles struct {
	config RolesConfig
	grants map[string][]Grant
}

// RolesConfig is what [NewRoles] makes roles of; it can be kept as JSON.
type RolesConfig struct {
	// Grants say who has which role. One actor may have several.
	Grants []Grant `json:"grants"`
	// Permissions say what roles may do; they replace the default for the roles
	// named, and define others.
	Permissions map[Role][]Permission `json:"permissions,omitempty"`
}

var _ Authorizer = (*Roles)(nil)

// NewRoles returns an authorizer. Grants of unknown roles, without an actor, or of
// a BaseAdmin without bases are [ErrInvalid].
func NewRoles(config RolesConfig) (*Roles, error) {
	r := &Roles{grants: map[string][]Grant{}}
	data, err := json.Marshal(config) // a copy of its own
	if err == nil {
		err = json.Unmarshal(data, &r.config)
	}
	if err != nil {
		return nil, err
	}
	for role, list := range r.config.Permissions {
		for _, p := range list {
			if !slices.Contains(SuperAdmin.Permissions(), p) {
				return nil, &FieldError{Field: "permissions." + string(role), Reason: "has one that is unknown"}
			}
		}
	}
	for i, g := range r.config.Grants {
		field := fmt.Sprintf("grants[%d].", i)
		switch {
		case g.Actor == "":
			return nil, &FieldError{Field: field + "actor", Reason: "is empty"}
		case r.permissions(g.Role) == nil:
			return nil, &FieldError{Field: field + "role", Reason: "is unknown"}
		case g.Role == BaseAdmin && len(g.Bases) == 0:
			return nil, &FieldError{Field: field + "bases", Reason: "are empty"}
		}
		r.grants[g.Actor] = append(r.grants[g.Actor], g)
	}
	return r, nil
}

// Config returns what the roles were made of, as a copy.
func (r *Roles) Config() RolesConfig {
	c := RolesConfig{Grants: slices.Clone(r.config.Grants)}
	for i := range c.Grants {
		c.Grants[i].Bases = slices.Clone(c.Grants[i].Bases)
		c.Grants[i].Categories = slices.Clone(c.Grants[i].Categories)
	}
	if r.config.Permissions != nil {
		c.Permissions = map[Role][]Permission{}
		for role, list := range r.config.Permissions {
			c.Permissions[role] = slices.Clone(list)
		}
	}
	return c
}

func (r *Roles) permissions(role Role) []Permission {
	if list, ok := r.config.Permissions[role]; ok {
		return append([]Permission{}, list...)
	}
	return role.Permissions()
}

// Can implements [Authorizer]. Without an entry it asks whether the actor may do
// it anywhere.
func (r *Roles) Can(_ context.Context, actor string, may Permission, entry *Entry) error {
	for _, g := range r.grants[actor] {
		if slices.Contains(r.permissions(g.Role), may) && (entry == nil || g.covers(entry)) {
			return nil
		}
	}
	return fmt.Errorf("%w: %s", ErrForbidden, may)
}

// covers reports whether the grant holds for an entry.
func (g *Grant) covers(e *Entry) bool {
	base := e.Base
	if base == "" {
		base = PublicBase
	}
	return (len(g.Bases) == 0 || slices.Contains(g.Bases, base)) &&
		(len(g.Categories) == 0 || slices.ContainsFunc(g.Categories, func(c string) bool {
			return within(e.Category, strings.TrimSuffix(c, "/"))
		}))
}
