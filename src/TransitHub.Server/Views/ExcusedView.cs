namespace TransitHub.Server.Views;

/// <summary>What the canonical validator would complain of and we do not, in JSON.</summary>
/// <param name="Id">The rules and the case.</param>
/// <param name="Now">How often in the last check.</param>
/// <param name="Why">Why it is none.</param>
internal sealed record ExcusedView(string Id, long Now, string Why);
