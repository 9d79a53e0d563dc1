namespace TransitHub.Core.Observations;

/// <summary>The names of kinds, as topics and outputs show them.</summary>
public static class ObservationKindText
{
    private static readonly string[] Names = [.. Enum.GetNames<ObservationKind>().Select(n => n.ToLowerInvariant())];

    /// <summary>How many kinds there are.</summary>
    public static int Count => Names.Length;

    /// <summary>The kinds that devices send, in the order of their numbers.</summary>
    public static IReadOnlyList<ObservationKind> OfDevices { get; } = [.. Enum.GetValues<ObservationKind>().Where(k => k <= ObservationKind.Status)];

    /// <summary>The kind in small letters, such as <c>avl</c>.</summary>
    public static string Name(this ObservationKind kind) => Names[(int)kind];
}
