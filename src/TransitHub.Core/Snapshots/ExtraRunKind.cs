namespace TransitHub.Core.Snapshots;

/// <summary>How a run that has its own stop times relates to the timetable; the names are those of GTFS-Realtime's TripDescriptor.ScheduleRelationship.</summary>
public enum ExtraRunKind
{
    /// <summary>NEW: no trip of the timetable has anything to do with it.</summary>
    New,

    /// <summary>REPLACEMENT: runs in the place of a run of the timetable, with other stops or times.</summary>
    Replacement,

    /// <summary>DUPLICATED: a trip of the timetable once more, at another time.</summary>
    Duplicated,
}
