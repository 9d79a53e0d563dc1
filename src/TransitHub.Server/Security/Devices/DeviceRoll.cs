using System.Collections.Frozen;
using TransitHub.Core.Ids;
using TransitHub.Core.Storage;
using TransitHub.Core.Time;
using TransitHub.Mqtt.Access;
using TransitHub.Mqtt.Topics;
using TransitHub.Server.Commands;

namespace TransitHub.Server.Security.Devices;

/// <summary>
/// The devices as the credentials file has them, looked at again when it changes. What a device was granted is withdrawn when its entry is another one or
/// gone; its rates go on. A file that cannot be used, or vanished, is told of, and the devices as they were before stay.
/// </summary>
internal sealed class DeviceRoll : IDisposable
{
    private readonly string path;
    private readonly DeviceLimits limits;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly ITimer watch;
    private readonly Lock looking = new();
    private volatile FrozenDictionary<string, Entry> entries = FrozenDictionary<string, Entry>.Empty;
    private (DateTime Written, long Length) seen;
    private string? problem;

    /// <summary>Reads the file, and looks at it again every so often.</summary>
    /// <exception cref="CommandException">It cannot be used.</exception>
    public DeviceRoll(string path, DeviceLimits limits, TimeSpan every, TimeProvider clock, ILogger logger)
    {
        this.path = path;
        this.limits = limits;
        this.clock = clock;
        this.logger = logger;
        this.seen = PrivateFile.Stamp(path);
        this.Take(DeviceCredentialFile.Read(path, limits));
        if (PrivateFile.IsOpenToOthers(path))
        {
            ServerLog.CredentialsOpen(logger, path);
        }

        this.watch = clock.CreateTimer(static roll => ((DeviceRoll)roll!).Look(), this, every, every);
    }

    /// <summary>True while there is no device, revoked or not.</summary>
    public bool IsEmpty => this.entries.Count == 0;

    /// <summary>Why the newest file is not in force; null: it is.</summary>
    public string? Problem => this.problem;

    /// <summary>The device of a user name; null: there is none.</summary>
    public Entry? Find(string user) => this.entries.GetValueOrDefault(user);

    /// <inheritdoc/>
    public void Dispose() => this.watch.Dispose();

    /// <summary>Reads the file again if it has changed.</summary>
    internal void Look()
    {
        lock (this.looking)
        {
            (DateTime, long Length) now = PrivateFile.Stamp(this.path);
            if (now == this.seen)
            {
                return;
            }

            this.seen = now;
            try
            {
                if (now.Length < 0 && !this.IsEmpty)
                {
                    throw CommandException.InputHasErrors($"The device credentials in {this.path} are gone.");
                }

                this.Take(DeviceCredentialFile.Read(this.path, this.limits));
                this.problem = null;
            }
            catch (CommandException exception)
            {
                this.problem = exception.Message;
                ServerLog.CredentialsKept(this.logger, exception.Message);
            }
        }
    }

    private void Take(IReadOnlyList<DeviceCredential> credentials)
    {
        FrozenDictionary<string, Entry> before = this.entries;
        this.entries = credentials.ToFrozenDictionary(c => c.User, c => this.EntryOf(c, before.GetValueOrDefault(c.User)), StringComparer.Ordinal);
        foreach (Entry old in before.Values)
        {
            if (this.entries.GetValueOrDefault(old.Credential.User) != old)
            {
                old.Grant.Withdraw();
            }
        }
    }

    private Entry EntryOf(DeviceCredential credential, Entry? before)
    {
        if (before is not null && before.Credential.IsSame(credential))
        {
            return before;
        }

        DeviceLimits own = credential.LimitsOf(this.limits);
        DeviceMeter meter = before?.Grant.Meter is { } kept && kept.Limits == own ? kept : new DeviceMeter(own, this.clock);
        var grant = new DeviceGrant(
            credential.User,
            FeedId.Parse(credential.Feed),
            credential.Id is { } id ? DeviceId.Parse(id) : default,
            credential.Kinds.Select(k => Enum.Parse<TopicKind>(k, ignoreCase: true)),
            credential.ExpiresAt is { } end ? new Timestamp(end.ToUnixTimeMilliseconds()) : null,
            meter);
        if (credential.RevokedAt is not null)
        {
            grant.Withdraw();
        }

        return new Entry(credential, grant);
    }

    /// <summary>A device, and what it may do.</summary>
    internal sealed record Entry(DeviceCredential Credential, DeviceGrant Grant);
}
