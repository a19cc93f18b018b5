// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// The command partnercenter is the companion of the Terraform provider of the same name.
//
// To add a command "name":
//
//  1. Write the package internal/name with New(env cli.Environment) *cobra.Command. Its Use, Short,
//     Long, and Example are the help, the man page, and the reference. Its flags fill a struct, and
//     RunE passes the struct, env, and cmd.Context() to a function that does the work. Set Args:
//     cli.NoArguments refuses arguments. Write a result with env.Print, and everything else
//     with env.Say or env.Warn.
//  2. Add it to commands in root.go, and a row for its imports to .golangci.yml. No command imports
//     another one. Shared code is in cli (flags, input, mistakes), access (sign-in and
//     connection), filters, terminal, shell, and explain (errors).
//  3. Return cli.WrongUsage for an invalid command line, any other error for a failure, and
//     cli.ErrFailed if the command has already said why: the exit status is 1. Return cli.ErrFound
//     for exit status 2 of --exit-code.
//  4. Define the values of a flag: cli.OutputVar for the formats of an output, cli.ChoiceVar for
//     another list, cli.PathVar for a path.
//  5. Run make generate, which writes the reference.
package main
