namespace TransitHub.Core.Dispatching;

/// <summary>What an operator changes; the words of the REST interface.</summary>
public static class ChangeKind
{
    /// <summary>A run does not take place: CANCELED.</summary>
    public const string Cancel = "cancel";

    /// <summary>A run does not take place, and riders are not to see it: DELETED.</summary>
    public const string Delete = "delete";

    /// <summary>Stops of a run are SKIPPED, assigned to other platforms, or NO_DATA.</summary>
    public const string ChangeStops = "change_stops";

    /// <summary>A run that the timetable does not have: NEW.</summary>
    public const string Add = "add";

    /// <summary>Other stops or times for a run: REPLACEMENT.</summary>
    public const string Replace = "replace";

    /// <summary>A trip once more at another time: DUPLICATED.</summary>
    public const string Duplicate = "duplicate";

    /// <summary>A vehicle runs a run or a block, whatever it says.</summary>
    public const string AssignVehicle = "assign_vehicle";

    /// <summary>What a device reports counts for nothing.</summary>
    public const string IgnoreDevice = "ignore_device";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Cancel, Delete, ChangeStops, Add, Replace, Duplicate, AssignVehicle, IgnoreDevice];
}
