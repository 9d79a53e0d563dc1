using TransitHub.Core.Ids;

namespace TransitHub.Core.Fusion.Progress;

/// <summary>
/// Hands on every visit to a stop that a pipeline sees, once it is over: when the vehicle has left, has come to a later stop or is on another run. It
/// holds one visit a vehicle. The pipeline's thread uses it.
/// </summary>
/// <param name="take">Gets each visit once.</param>
public sealed class StopVisitLog(Action<StopVisit> take)
{
    private readonly Dictionary<DeviceId, Drive> drives = [];

    /// <summary>Hands on the visits of vehicles that still stand somewhere; at the end of the records.</summary>
    public void End()
    {
        foreach ((DeviceId vehicle, Drive drive) in this.drives)
        {
            this.Leave(vehicle, drive);
        }

        this.drives.Clear();
    }

    /// <summary>Takes what a vehicle's newest report told.</summary>
    /// <param name="track">The vehicle.</param>
    /// <param name="passed">The stops of its run that it came to since the report before, in order; often none. The first stop is not among them: there a vehicle is found waiting.</param>
    internal void Note(VehicleTrack track, List<PassedStop> passed)
    {
        this.drives.TryGetValue(track.Id, out Drive? drive);
        if (drive is not null && (drive.Run != track.Run || drive.HasLeft || passed.Count > 0))
        {
            this.Leave(track.Id, drive);
        }

        if (track.Run is not { } run)
        {
            this.drives.Remove(track.Id);
            return;
        }

        if (drive is null || drive.Run != run)
        {
            drive = new Drive(run);
            this.drives[track.Id] = drive;
        }

        if (!drive.HasStarted && !double.IsNaN(run.Arrived[0]) && !(passed is [{ Stop: 0 }, ..]))
        {
            this.Come(track.Id, drive, new PassedStop(0, IsSharp: true));
        }

        foreach (PassedStop stop in passed)
        {
            this.Come(track.Id, drive, stop);
        }
    }

    private void Come(DeviceId vehicle, Drive drive, PassedStop stop)
    {
        drive.HasStarted = true;
        drive.At = stop;
        if (drive.HasLeft)
        {
            this.Leave(vehicle, drive);
        }
    }

    private void Leave(DeviceId vehicle, Drive drive)
    {
        // A time that was withdrawn, since too many stops lay between two fixes, makes no visit.
        if (drive.At is { } stop && !double.IsNaN(drive.Run.Arrived[stop.Stop]))
        {
            double departed = drive.Run.Departed[stop.Stop];
            take(new StopVisit(drive.Run.Trip, stop.Stop, vehicle, drive.Run.Arrived[stop.Stop], double.IsNaN(departed) ? null : departed, stop.IsSharp));
        }

        drive.At = null;
    }

    /// <summary>A vehicle's way along a run; the times are read off the run when the vehicle has left.</summary>
    private sealed class Drive(RunTrack run)
    {
        public RunTrack Run => run;

        /// <summary>True once a stop was noted.</summary>
        public bool HasStarted { get; set; }

        /// <summary>Where it stands; null: nowhere.</summary>
        public PassedStop? At { get; set; }

        public bool HasLeft => this.At is { } stop && !double.IsNaN(run.Departed[stop.Stop]);
    }
}
