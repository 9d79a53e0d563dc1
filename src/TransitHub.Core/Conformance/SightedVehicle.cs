namespace TransitHub.Core.Conformance;

/// <summary>
/// The name of whoever runs what only cameras see: nobody knows which vehicle of the fleet it is, but it is one, and cameras follow it. Readers tell
/// predictions of two runs of one trip apart by it.
/// </summary>
internal static class SightedVehicle
{
    /// <summary>What such a <c>vehicle.id</c> begins with, in UTF-8; the run's own name follows.</summary>
    public static ReadOnlySpan<byte> Prefix => "seen-by-cameras|"u8;

    /// <summary>Whether a <c>vehicle.id</c> is such a name.</summary>
    public static bool Is(string vehicle) => vehicle.StartsWith("seen-by-cameras|", StringComparison.Ordinal);
}
