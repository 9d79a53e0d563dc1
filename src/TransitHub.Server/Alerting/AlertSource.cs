using System.Collections.Immutable;
using TransitHub.Core.Alerting;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Storage;
using TransitHub.Core.Time;

namespace TransitHub.Server.Alerting;

/// <summary>
/// Makes the alerts of a feed in the process that has all of it: finds the automatic ones and joins them with the operators'. Automatic ones are kept in a
/// small file, so that a restart neither ends them nor gives them other ids. The publisher's thread uses it.
/// </summary>
internal sealed class AlertSource
{
    private readonly AlertWatch watch;
    private readonly AlertBoard board;
    private readonly string file;
    private readonly Action<string> notice;
    private AlertDesk? desk;
    private bool isFailing;

    /// <summary>Goes on with what was kept.</summary>
    /// <param name="folder">The feed's folder.</param>
    /// <param name="options">The operator's settings.</param>
    /// <param name="notice">Told of trouble, a sentence for an operator.</param>
    public AlertSource(string folder, AlertOptions options, Action<string> notice)
    {
        this.watch = new AlertWatch(options);
        this.board = new AlertBoard(options);
        this.file = Path.Combine(folder, "alert-episodes");
        this.notice = notice;
        this.Restore();
    }

    /// <summary>The automatic alerts of now; read by any thread.</summary>
    public ImmutableArray<AlertEpisode> Episodes => this.watch.Episodes;

    /// <summary>Has the operators' alerts from here on.</summary>
    public void Join(AlertDesk operators) => this.desk = operators;

    /// <summary>What riders are told.</summary>
    public RiderWord Take(HubSnapshot state, Timestamp now)
    {
        if (this.watch.Observe(state))
        {
            this.Keep();
        }

        return this.board.Tell(this.desk?.Book ?? AlertBook.Empty, this.watch.Episodes, state.UpstreamAlerts, now.UnixSeconds);
    }

    private void Restore()
    {
        try
        {
            StateFileContent kept = StateFile.Read(this.file);
            if (kept.Content is { } bytes)
            {
                this.watch.Restore(AlertWatch.Decode(bytes));
            }
            else if (kept.Problem is { } problem)
            {
                this.notice(problem);
            }
        }
        catch (IOException exception)
        {
            this.notice(exception.Message);
        }
    }

    private void Keep()
    {
        try
        {
            StateFile.Write(this.file, AlertWatch.Encode(this.watch.Episodes));
            this.isFailing = false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (!this.isFailing)
            {
                this.notice($"The automatic alerts cannot be kept for a restart: {exception.Message}");
            }

            this.isFailing = true;
        }
    }
}
