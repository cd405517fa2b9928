package main

import (
	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/fault"
	"github.com/udr-egress/terraform-provider-udr/internal/provider"
)

// startEmbedded runs the emulator inside the provider's process: no socket, no credential. Parallel processes share
// the state file.
func startEmbedded(options provider.EmbeddedOptions) (provider.Embedded, error) {
	var faults *fault.Engine
	if options.FaultFile != "" {
		var err error
		if faults, err = fault.Load(options.FaultFile); err != nil {
			return provider.Embedded{}, err
		}
	}
	emulator, err := armemu.New(armemu.Options{StateFile: options.StateFile, TimeScale: options.TimeScale, Faults: faults})
	if err != nil {
		return provider.Embedded{}, err
	}
	return provider.Embedded{
		Transport:       emulator,
		SubscriptionIDs: []string{armemu.SubscriptionID, armemu.SecondSubscriptionID},
		TenantID:        armemu.TenantID,
	}, nil
}
