namespace TransitHub.Server.Views;

/// <summary>
/// Classes that are public transport for the most part, of which each one may be told. Of all others (people, cars, whatever a device names)
/// a few at a place and time could be told apart by who knows that they were there.
/// </summary>
internal static class PublicClasses
{
    private static readonly string[] Names = ["bus", "tram", "train", "boat"];

    /// <summary>Whether the class is one of them.</summary>
    public static bool Contains(string name) => Names.Contains(name, StringComparer.Ordinal);
}
