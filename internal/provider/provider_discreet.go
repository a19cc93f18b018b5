// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// These are all calls of discreetServer whose responses have diagnostics, except for those of
// features that the provider lacks. A test finds a missing one.

// ValidateProviderConfig hides secrets.
func (s *discreetServer) ValidateProviderConfig(ctx context.Context,
	req *tfprotov6.ValidateProviderConfigRequest) (*tfprotov6.ValidateProviderConfigResponse, error) {
	return discreet(ctx, s, req, s.wholeServer.ValidateProviderConfig)
}

// ConfigureProvider hides secrets.
func (s *discreetServer) ConfigureProvider(ctx context.Context,
	req *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	return discreet(ctx, s, req, s.wholeServer.ConfigureProvider)
}

// ValidateResourceConfig hides secrets.
func (s *discreetServer) ValidateResourceConfig(ctx context.Context,
	req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return discreet(ctx, s, req, s.wholeServer.ValidateResourceConfig)
}

// UpgradeResourceState hides secrets.
func (s *discreetServer) UpgradeResourceState(ctx context.Context,
	req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	return discreet(ctx, s, req, s.wholeServer.UpgradeResourceState)
}

// UpgradeResourceIdentity hides secrets.
func (s *discreetServer) UpgradeResourceIdentity(ctx context.Context,
	req *tfprotov6.UpgradeResourceIdentityRequest) (*tfprotov6.UpgradeResourceIdentityResponse,
	error) {
	return discreet(ctx, s, req, s.wholeServer.UpgradeResourceIdentity)
}

// ReadResource hides secrets.
func (s *discreetServer) ReadResource(ctx context.Context,
	req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return discreet(ctx, s, req, s.wholeServer.ReadResource)
}

// PlanResourceChange hides secrets.
func (s *discreetServer) PlanResourceChange(ctx context.Context,
	req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	return discreet(ctx, s, req, s.wholeServer.PlanResourceChange)
}

// ApplyResourceChange hides secrets.
func (s *discreetServer) ApplyResourceChange(ctx context.Context,
	req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	return discreet(ctx, s, req, s.wholeServer.ApplyResourceChange)
}

// ImportResourceState hides secrets.
func (s *discreetServer) ImportResourceState(ctx context.Context,
	req *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	return discreet(ctx, s, req, s.wholeServer.ImportResourceState)
}

// MoveResourceState hides secrets.
func (s *discreetServer) MoveResourceState(ctx context.Context,
	req *tfprotov6.MoveResourceStateRequest) (*tfprotov6.MoveResourceStateResponse, error) {
	return discreet(ctx, s, req, s.wholeServer.MoveResourceState)
}

// GenerateResourceConfig hides secrets.
func (s *discreetServer) GenerateResourceConfig(ctx context.Context,
	req *tfprotov6.GenerateResourceConfigRequest) (*tfprotov6.GenerateResourceConfigResponse, error) {
	return discreet(ctx, s, req, s.wholeServer.GenerateResourceConfig)
}

// ValidateDataResourceConfig hides secrets.
func (s *discreetServer) ValidateDataResourceConfig(ctx context.Context,
	req *tfprotov6.ValidateDataResourceConfigRequest) (*tfprotov6.ValidateDataResourceConfigResponse,
	error) {
	return discreet(ctx, s, req, s.wholeServer.ValidateDataResourceConfig)
}

// ReadDataSource hides secrets.
func (s *discreetServer) ReadDataSource(ctx context.Context,
	req *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	return discreet(ctx, s, req, s.wholeServer.ReadDataSource)
}

// ValidateListResourceConfig hides secrets.
func (s *discreetServer) ValidateListResourceConfig(ctx context.Context,
	req *tfprotov6.ValidateListResourceConfigRequest) (*tfprotov6.ValidateListResourceConfigResponse,
	error) {
	return discreet(ctx, s, req, s.wholeServer.ValidateListResourceConfig)
}

// ValidateActionConfig hides secrets.
func (s *discreetServer) ValidateActionConfig(ctx context.Context,
	req *tfprotov6.ValidateActionConfigRequest) (*tfprotov6.ValidateActionConfigResponse, error) {
	return discreet(ctx, s, req, s.wholeServer.ValidateActionConfig)
}

// PlanAction hides secrets.
func (s *discreetServer) PlanAction(ctx context.Context,
	req *tfprotov6.PlanActionRequest) (*tfprotov6.PlanActionResponse, error) {
	return discreet(ctx, s, req, s.wholeServer.PlanAction)
}

// ListResource hides secrets in the diagnostics of each result.
func (s *discreetServer) ListResource(ctx context.Context,
	req *tfprotov6.ListResourceRequest) (*tfprotov6.ListResourceServerStream, error) {
	stream, err := s.wholeServer.ListResource(discreetLog(ctx, s.secrets()), req)
	if err != nil {
		return stream, err
	}
	results := stream.Results
	stream.Results = func(yield func(tfprotov6.ListResourceResult) bool) {
		for result := range results {
			s.hideIn(&result)
			if !yield(result) {
				return
			}
		}
	}
	return stream, nil
}

// InvokeAction hides secrets in the progress, and in the diagnostics at the end.
func (s *discreetServer) InvokeAction(ctx context.Context,
	req *tfprotov6.InvokeActionRequest) (*tfprotov6.InvokeActionServerStream, error) {
	stream, err := s.wholeServer.InvokeAction(discreetLog(ctx, s.secrets()), req)
	if err != nil {
		return stream, err
	}
	events := stream.Events
	stream.Events = func(yield func(tfprotov6.InvokeActionEvent) bool) {
		for event := range events {
			switch said := event.Type.(type) {
			case tfprotov6.ProgressInvokeActionEventType:
				event.Type = tfprotov6.ProgressInvokeActionEventType{
					Message: s.tame(said.Message)}
			case tfprotov6.CompletedInvokeActionEventType:
				s.hideIn(&said)
			}
			if !yield(event) {
				return
			}
		}
	}
	return stream, nil
}
