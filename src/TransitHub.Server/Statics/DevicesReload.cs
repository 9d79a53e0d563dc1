using TransitHub.Core.Devices;
using TransitHub.Gtfs;
using TransitHub.Server.Commands;

namespace TransitHub.Server.Statics;

/// <summary>
/// Reads the description of devices again when there is a later one. One with mistakes is told of and the former one stands, so that a slip of the pen
/// never takes the cameras off the map.
/// </summary>
/// <param name="feed">The feed's id.</param>
/// <param name="source">Where the description is.</param>
/// <param name="schedule">The feed's schedule, as it is now.</param>
/// <param name="take">Takes what was read.</param>
/// <param name="say">Hears what was found.</param>
internal sealed class DevicesReload(string feed, IDevicesSource source, Func<Schedule> schedule, Action<DeviceRegistry> take, Action<string> say)
{
    private string? mistakes;
    private string? trouble;

    /// <summary>Why the newest description is not in force, for an operator; null: it is, or there is none.</summary>
    public string? Problem => this.mistakes ?? this.trouble;

    /// <summary>Looks whether there is a later one, and reads it if so.</summary>
    /// <param name="cancellation">Ends the waiting for what all share.</param>
    /// <returns>True: another one is in force.</returns>
    public async ValueTask<bool> CheckAsync(CancellationToken cancellation)
    {
        try
        {
            DevicesText? later = await source.FindLaterAsync(cancellation).ConfigureAwait(false);
            this.trouble = null;
            if (later is null)
            {
                return false;
            }

            take(DevicesLoader.Read(feed, later, schedule(), say));
            this.mistakes = null;
            return true;
        }
        catch (CommandException exception)
        {
            this.mistakes = exception.Message;
            say($"{exception.Message}{Environment.NewLine}The devices as they were before stay in force.");
        }
        catch (IOException exception)
        {
            if (this.trouble is null)
            {
                say($"{exception.Message} The devices as they were before stay in force; it is asked again.");
            }

            this.trouble = exception.Message;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Told to stop: nothing was read.
        }

        return false;
    }
}
