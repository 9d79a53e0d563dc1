using TransitHub.Fuzz.Doors;

namespace TransitHub.Fuzz;

/// <summary>The doors there are.</summary>
internal static class AllDoors
{
    private static readonly Door[] Doors = [.. MqttDoors.List(), .. GtfsDoors.List(), .. SheetDoors.List(), .. WebDoors.List(), .. AccessDoors.List()];

    /// <summary>Their names.</summary>
    public static string[] Names => [.. Doors.Select(d => d.Name)];

    /// <summary>The door of a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Door Get(string name) =>
        Array.Find(Doors, d => d.Name == name) ?? throw new ArgumentException($"There is no door '{name}'. Doors: {string.Join(", ", Names)}.", nameof(name));
}
