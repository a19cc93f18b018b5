// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// These are all calls whose answers can hold a secret. A test finds a missing one.

func (s *searchedServer) ValidateProviderConfig(ctx context.Context,
	req *tfprotov6.ValidateProviderConfigRequest) (*tfprotov6.ValidateProviderConfigResponse, error) {
	return searched(ctx, s, req, s.everyServer.ValidateProviderConfig)
}

func (s *searchedServer) ConfigureProvider(ctx context.Context,
	req *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	return searched(ctx, s, req, s.everyServer.ConfigureProvider)
}

func (s *searchedServer) ReadResource(ctx context.Context,
	req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return searched(ctx, s, req, s.everyServer.ReadResource)
}

func (s *searchedServer) PlanResourceChange(ctx context.Context,
	req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	return searched(ctx, s, req, s.everyServer.PlanResourceChange)
}

func (s *searchedServer) ApplyResourceChange(ctx context.Context,
	req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	return searched(ctx, s, req, s.everyServer.ApplyResourceChange)
}

func (s *searchedServer) ImportResourceState(ctx context.Context,
	req *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	return searched(ctx, s, req, s.everyServer.ImportResourceState)
}

func (s *searchedServer) ReadDataSource(ctx context.Context,
	req *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	return searched(ctx, s, req, s.everyServer.ReadDataSource)
}

func (s *searchedServer) PlanAction(ctx context.Context,
	req *tfprotov6.PlanActionRequest) (*tfprotov6.PlanActionResponse, error) {
	return searched(ctx, s, req, s.everyServer.PlanAction)
}

func (s *searchedServer) ValidateResourceConfig(ctx context.Context,
	req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return searched(ctx, s, req, s.everyServer.ValidateResourceConfig)
}

func (s *searchedServer) UpgradeResourceState(ctx context.Context,
	req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	return searched(ctx, s, req, s.everyServer.UpgradeResourceState)
}

func (s *searchedServer) UpgradeResourceIdentity(ctx context.Context,
	req *tfprotov6.UpgradeResourceIdentityRequest) (*tfprotov6.UpgradeResourceIdentityResponse,
	error) {
	return searched(ctx, s, req, s.everyServer.UpgradeResourceIdentity)
}

func (s *searchedServer) MoveResourceState(ctx context.Context,
	req *tfprotov6.MoveResourceStateRequest) (*tfprotov6.MoveResourceStateResponse, error) {
	return searched(ctx, s, req, s.everyServer.MoveResourceState)
}

func (s *searchedServer) GenerateResourceConfig(ctx context.Context,
	req *tfprotov6.GenerateResourceConfigRequest) (*tfprotov6.GenerateResourceConfigResponse, error) {
	return searched(ctx, s, req, s.everyServer.GenerateResourceConfig)
}

func (s *searchedServer) ValidateDataResourceConfig(ctx context.Context,
	req *tfprotov6.ValidateDataResourceConfigRequest) (*tfprotov6.ValidateDataResourceConfigResponse,
	error) {
	return searched(ctx, s, req, s.everyServer.ValidateDataResourceConfig)
}

func (s *searchedServer) ValidateListResourceConfig(ctx context.Context,
	req *tfprotov6.ValidateListResourceConfigRequest) (*tfprotov6.ValidateListResourceConfigResponse,
	error) {
	return searched(ctx, s, req, s.everyServer.ValidateListResourceConfig)
}

func (s *searchedServer) ValidateActionConfig(ctx context.Context,
	req *tfprotov6.ValidateActionConfigRequest) (*tfprotov6.ValidateActionConfigResponse, error) {
	return searched(ctx, s, req, s.everyServer.ValidateActionConfig)
}

// InvokeAction ends with an error after an event with a secret.
func (s *searchedServer) InvokeAction(ctx context.Context,
	req *tfprotov6.InvokeActionRequest) (*tfprotov6.InvokeActionServerStream, error) {
	stream, err := s.everyServer.InvokeAction(s.logging(ctx), req)
	if err != nil {
		return stream, err
	}
	events := stream.Events
	stream.Events = func(yield func(tfprotov6.InvokeActionEvent) bool) {
		for event := range events {
			if err := s.in(event); err != nil {
				event.Type = tfprotov6.CompletedInvokeActionEventType{Diagnostics: leaked(err)}
			}
			if !yield(event) {
				return
			}
		}
	}
	return stream, nil
}

// ListResource replaces a result with a secret by an error.
func (s *searchedServer) ListResource(ctx context.Context,
	req *tfprotov6.ListResourceRequest) (*tfprotov6.ListResourceServerStream, error) {
	stream, err := s.everyServer.ListResource(s.logging(ctx), req)
	if err != nil {
		return stream, err
	}
	results := stream.Results
	stream.Results = func(yield func(tfprotov6.ListResourceResult) bool) {
		for result := range results {
			if err := s.in(result); err != nil {
				result = tfprotov6.ListResourceResult{Diagnostics: leaked(err)}
			}
			if !yield(result) {
				return
			}
		}
	}
	return stream, nil
}
