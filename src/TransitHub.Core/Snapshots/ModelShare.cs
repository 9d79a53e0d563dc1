namespace TransitHub.Core.Snapshots;

/// <summary>How much of a learned model the predictions take, as far as arrivals have proved it right so far.</summary>
/// <param name="Minutes">The span of time ahead, minutes: 0-3, 3-6, 6-10, 10-15, 15-20, 20-30 or 30-60.</param>
/// <param name="Share">0: the formula alone, 1: the model alone.</param>
public readonly record struct ModelShare(string Minutes, double Share);
