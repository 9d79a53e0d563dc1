namespace TransitHub.Core.Detours;

/// <summary>A detour that riders are told of.</summary>
/// <param name="AlertId">The alert that tells them, as in the Alerts feed.</param>
/// <param name="Detour">The detour.</param>
public sealed record PublishedDetour(string AlertId, Detour Detour)
{
    /// <summary>Tells whether the feeds have to be made anew: evidence alone changes nothing in them.</summary>
    internal (string AlertId, long ModifiedAt) Stamp => (this.AlertId, this.Detour.ModifiedAt);
}
