using TransitHub.Archive.Columns;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;

namespace TransitHub.Archive.Tables;

/// <summary>A table that holds one kind of observation whole: what is read from it is what was logged.</summary>
internal abstract class ObservationTable
{
    /// <summary>All of them, in the order in which they are written: a record goes into the first that takes it, and the last takes all.</summary>
    public static IReadOnlyList<ObservationTable> All { get; } =
        [new VehicleLocationsTable(), new PassengerCountsTable(), new TrafficCountsTable(), new VehiclePassagesTable(), new DeviceStatusTable(), new HubRecordsTable()];

    /// <summary>Its name, which is its file's without the ending.</summary>
    public abstract string Name { get; }

    /// <summary>Its columns, in order.</summary>
    public abstract IReadOnlyList<Column<LoggedRecord>> Columns { get; }

    /// <summary>Whether an observation goes into this table.</summary>
    public abstract bool Takes(Observation observation);

    /// <summary>Gives what the rows of a group were made of, by row.</summary>
    public abstract Func<int, LoggedRecord> Rows(GroupColumns group);
}
