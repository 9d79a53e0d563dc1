using System.Diagnostics;

namespace TransitHub.Core.Telemetry;

/// <summary>What an observation carries that is followed through the hub: every stage it passes becomes a span below this one.</summary>
/// <param name="Context">The span of its message's arrival.</param>
/// <param name="HandedOver">When it was handed to the intake, by the hub's clock.</param>
public sealed record ObservationTrace(ActivityContext Context, DateTimeOffset HandedOver);
