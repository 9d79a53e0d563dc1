namespace TransitHub.Core.Observations.Rules;

/// <summary>
/// Where private people drive is nobody's business: a vehicle that is no public transport, by its own class or by the devices file, goes no further
/// than the gate. What the file says goes before the class, since there are motorcycles and cars that riders take.
/// </summary>
internal static class PrivateRule
{
    /// <summary>Classes of <c>AvlReport.class</c> that carry no riders unless the operator says so.</summary>
    private static readonly string[] PrivateClasses = ["person", "bicycle", "motorcycle", "car", "truck"];

    /// <summary>Whether it is private.</summary>
    /// <param name="said">What the devices file says: true private, false public; null: nothing.</param>
    /// <param name="vehicleClass">What the vehicle calls itself; null: nothing.</param>
    public static bool IsPrivate(bool? said, string? vehicleClass) =>
        said ?? (vehicleClass is not null && PrivateClasses.Contains(vehicleClass, StringComparer.OrdinalIgnoreCase));

    /// <summary>Why, for a person.</summary>
    public static string Describe(bool? said, string? vehicleClass) =>
        said is true ? "the devices file says 'use: private'" : $"its class is '{vehicleClass}'; if riders take it, write 'use: public' below 'vehicles:' of the devices file";
}
