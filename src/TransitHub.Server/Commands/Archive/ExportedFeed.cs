using TransitHub.Archive;
using TransitHub.Core.Devices;
using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Reading;
using TransitHub.Server.Options;
using TransitHub.Server.Statics;

namespace TransitHub.Server.Commands.Archive;

/// <summary>A feed of which a day is exported, with the settings of its hub.</summary>
/// <param name="Id">The feed.</param>
/// <param name="Options">The hub's settings; the defaults where none were named.</param>
/// <param name="Gtfs">The static feed that was named; null: none.</param>
/// <param name="Devices">The devices file that was named; null: none.</param>
internal sealed record ExportedFeed(FeedId Id, HubOptions Options, string? Gtfs, string? Devices)
{
    private FeedSettings? Settings => this.Options.Feeds.Find(f => f.Id == this.Id.ToString());

    /// <summary>Reads the static feed that was named, else the one that the hub served last, else that of its settings.</summary>
    /// <param name="folder">The feed's folder in the hub's data; null: there is none.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public Schedule ReadSchedule(string? folder, CancellationToken cancellation)
    {
        StaticVersions? versions = folder is null ? null : new StaticVersions(Path.Combine(folder, "gtfs"));
        string? path = this.Gtfs ?? (versions?.All is [var newest, ..] ? versions.FileOf(newest) : this.Settings?.Gtfs);
        return string.IsNullOrEmpty(path) ? Schedule.Empty : ScheduleInput.Read(path, new ScheduleReadOptions(), progress: null, cancellation).Schedule;
    }

    /// <summary>Whether a devices file was named, here or in the settings.</summary>
    public bool HasDevicesFile => !string.IsNullOrEmpty(this.Devices ?? this.Settings?.Devices);

    /// <summary>What a day is made by.</summary>
    /// <param name="schedule">The static feed.</param>
    /// <param name="isGated">Whether the log has what a gate let through; else it has what came in.</param>
    /// <param name="shared">The devices that the processes of a hub share, where no file was named; null: there are none.</param>
    /// <exception cref="CommandException">The devices file cannot be read.</exception>
    public ArchiveSource Source(Schedule schedule, bool isGated, DevicesText? shared = null)
    {
        FeedRuntimeOptions settled = this.Options.SettledFusion;
        var named = new FeedSettings { Id = this.Id.ToString(), Devices = this.Devices ?? this.Settings?.Devices };
        DeviceRegistry devices = shared is null ? DevicesLoader.Load(named, schedule, static _ => { }) : DevicesLoader.Read(named.Id, shared, schedule, static _ => { });
        return new ArchiveSource
        {
            Feed = this.Id,
            Schedule = schedule,
            Fusion = settled.Fusion,
            Devices = devices,
            StopVisits = this.Options.Archive.StopVisits,
            Gate = isGated ? null : () => new ObservationGate(settled.Gate, schedule.Extent, devices.IsZone, devices.Vehicles.IsPrivate),
        };
    }
}
