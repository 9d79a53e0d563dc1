using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using TransitHub.Core.Detours;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Alerting;

/// <summary>
/// Makes automatic alerts of successive states, with hysteresis: a condition must hold for a while before there is an alert, and be gone for a while before it
/// goes. A detour has a hysteresis of its own, of vehicles and not of seconds. While hardly any vehicle is heard nothing is concluded, neither way. A function of the states alone; one thread uses it, what it gives is for all.
/// </summary>
public sealed class AlertWatch
{
    /// <summary>Alerts at one time; a city in which more is wrong has another problem.</summary>
    public const int MostEpisodes = 200;

    /// <summary>Detectors look this often, seconds of the states: often enough for what must hold for minutes.</summary>
    private const double LookSeconds = 5;

    /// <summary>Nobody was heard for so long, and what was found before is not held up any more, seconds.</summary>
    private const double HeldSeconds = 1800;

    /// <summary>Evidence is renewed this often at most, seconds.</summary>
    private const long EvidenceSeconds = 60;

    private readonly AlertOptions options;
    private readonly IAlertDetector[] detectors;

    /// <summary>Null: nobody looks for detours.</summary>
    private readonly DetourWatch? detours;
    private readonly Dictionary<(AlertKind Kind, string Key), long> pending = [];
    private readonly Dictionary<(AlertKind Kind, string Key), long> missingSince = [];
    private Dictionary<(AlertKind Kind, string Key), AlertEpisode> raised = [];
    private long lookedAt = long.MinValue;
    private long heardAt = long.MinValue;

    /// <summary>Begins with nothing found.</summary>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it.</exception>
    public AlertWatch(AlertOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        SettingRanges.ThrowIfAny(options.Check(), nameof(options));
        this.options = options;
        IAlertDetector[] all =
        [
            new BunchingDetector(options), new LongGapDetector(options), new DelaysDetector(options), new NoServiceDetector(options), new CrowdingDetector(options),
        ];
        this.detectors = [.. all.Where(d => options.PolicyOf(d.Kind) != AlertPolicy.Off)];
        this.detours = options.Detour == AlertPolicy.Off ? null : new DetourWatch(options.DetourLimits);
    }

    /// <summary>The alerts of now, in the ordinal order of their ids; the same array while nothing changed.</summary>
    public ImmutableArray<AlertEpisode> Episodes { get; private set; } = [];

    /// <summary>Takes in the next state. One that follows too soon is left out.</summary>
    /// <returns>Whether <see cref="Episodes"/> changed.</returns>
    public bool Observe(HubSnapshot state)
    {
        ArgumentNullException.ThrowIfNull(state);
        long now = state.CreatedAt.UnixSeconds;
        if (state.Sequence == 0 || (this.detectors.Length == 0 && this.detours is null) || (now >= this.lookedAt && this.lookedAt > now - LookSeconds))
        {
            return false;
        }

        if (now < this.lookedAt)
        {
            // The clock was set back: what held "since" then cannot be compared.
            this.pending.Clear();
            this.missingSince.Clear();
        }

        this.lookedAt = now;
        bool isHeard = Sight.CountHeard(state) >= this.options.MinHeardVehicles;
        this.heardAt = isHeard || this.heardAt > now || this.heardAt == long.MinValue ? now : this.heardAt;
        bool changed = isHeard ? this.Take([.. this.detectors.SelectMany(d => d.Find(state)), .. this.FindDetours(state)], now) : this.WaitForWord(now);
        if (changed)
        {
            this.Episodes = [.. this.raised.Values.OrderBy(e => e.Id, StringComparer.Ordinal)];
        }

        return changed;
    }

    /// <summary>What a later watch goes on with, as <see cref="Decode"/> reads it.</summary>
    public static byte[] Encode(ImmutableArray<AlertEpisode> episodes) => JsonSerializer.SerializeToUtf8Bytes(episodes);

    /// <summary>Reads it.</summary>
    /// <exception cref="IOException">It is damaged, or of another hub.</exception>
    public static ImmutableArray<AlertEpisode> Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<ImmutableArray<AlertEpisode>>(bytes);
        }
        catch (JsonException exception)
        {
            throw new IOException("The automatic alerts that were kept cannot be read; they are found anew within minutes.", exception);
        }
    }

    /// <summary>Goes on with alerts of before, so that a restart neither ends them nor gives them other ids.</summary>
    public void Restore(ImmutableArray<AlertEpisode> episodes)
    {
        this.raised = episodes.Where(e => this.options.PolicyOf(e.Kind) != AlertPolicy.Off).ToDictionary(e => (e.Kind, e.Evidence.Key));
        this.Episodes = [.. this.raised.Values.OrderBy(e => e.Id, StringComparer.Ordinal)];
        this.detours?.Restore(this.raised.Values.Select(e => e.Evidence.Detour).OfType<Detour>());
    }

    private IEnumerable<AlertFinding> FindDetours(HubSnapshot state)
    {
        this.detours?.Observe(state);
        return this.detours?.Found.Select(d => DetourFinding.Of(state.Schedule, d)).OfType<AlertFinding>() ?? [];
    }

    private bool Take(AlertFinding[] findings, long now)
    {
        bool changed = false;
        Dictionary<(AlertKind Kind, string Key), AlertFinding> found = findings.DistinctBy(f => (f.Kind, f.Key)).ToDictionary(f => (f.Kind, f.Key));
        foreach (((AlertKind Kind, string Key) key, AlertFinding finding) in found)
        {
            this.missingSince.Remove(key);
            changed |= this.raised.TryGetValue(key, out AlertEpisode? episode) ? this.Renew(key, episode, finding, now) : this.Raise(key, finding, now);
        }

        foreach ((AlertKind Kind, string Key) gone in this.pending.Keys.Where(k => !found.ContainsKey(k)).ToArray())
        {
            this.pending.Remove(gone);
        }

        foreach ((AlertKind Kind, string Key) gone in this.raised.Keys.Where(k => !found.ContainsKey(k)).ToArray())
        {
            changed |= this.Clear(gone, now);
        }

        return changed;
    }

    private bool Renew((AlertKind Kind, string Key) key, AlertEpisode episode, AlertFinding finding, long now)
    {
        if (now - episode.FoundAt < EvidenceSeconds && now >= episode.FoundAt)
        {
            return false;
        }

        bool isAnother = finding.Detour?.ModifiedAt != episode.Evidence.Detour?.ModifiedAt;
        this.raised[key] = episode with { Evidence = finding, FoundAt = now, Alert = isAnother ? AlertOf(episode.Id, episode.Since, finding) : episode.Alert };
        return true;
    }

    private bool Raise((AlertKind Kind, string Key) key, AlertFinding finding, long now)
    {
        if (!this.pending.TryGetValue(key, out long since))
        {
            this.pending[key] = since = finding.Detour?.FirstSeen ?? now;
        }

        if ((finding.Detour is null && now - since < this.options.RaiseSeconds) || this.raised.Count >= MostEpisodes)
        {
            return false;
        }

        this.pending.Remove(key);
        string id = string.Create(CultureInfo.InvariantCulture, $"auto-{NameOf(finding.Kind)}-{finding.Key}-{since}");
        this.raised[key] = new AlertEpisode(id, finding.Kind, since, now, AlertOf(id, since, finding), finding, now);
        return true;
    }

    private bool Clear((AlertKind Kind, string Key) key, long now)
    {
        if (!this.missingSince.TryGetValue(key, out long since))
        {
            this.missingSince[key] = since = now;
        }

        if (key.Kind != AlertKind.Detour && now - since < this.options.ClearSeconds)
        {
            return false;
        }

        this.missingSince.Remove(key);
        return this.raised.Remove(key);
    }

    /// <summary>Nobody is heard: what was about to be concluded, either way, begins anew when somebody is.</summary>
    private bool WaitForWord(long now)
    {
        this.pending.Clear();
        this.missingSince.Clear();
        bool isOver = this.raised.Count > 0 && now - this.heardAt > HeldSeconds;
        if (isOver)
        {
            this.raised.Clear();
            this.detours?.Forget();
        }

        return isOver;
    }

    /// <summary>The kind's name in ids and answers.</summary>
    public static string NameOf(AlertKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());

    private static ServiceAlert AlertOf(string id, long since, AlertFinding finding) => new()
    {
        Id = id,
        ActivePeriods = [new AlertPeriod(since, null)],
        InformedEntities = finding.InformedEntities,
        Cause = Alert.Types.Cause.UnknownCause,
        Effect = finding.Effect,
        Severity = finding.Severity,
        Header = finding.Header,
        Description = finding.Description,
    };
}
