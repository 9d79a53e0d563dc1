using System.Globalization;
using System.Text;

namespace TransitHub.Core.Storage.Leases;

/// <summary>
/// Leases within one process, the embedded form. A file keeps the last token of each name, since tokens rise over restarts; who holds what
/// is forgotten with the process, as all its owners are.
/// </summary>
public sealed class LocalLeases : ILeases
{
    private readonly string file;
    private readonly TimeProvider clock;
    private readonly Lock sync = new();
    private readonly SortedDictionary<string, long> tokens = new(StringComparer.Ordinal);
    private readonly Dictionary<LeaseName, (Lease Lease, DateTimeOffset Ends)> held = [];

    /// <summary>Reads the last tokens.</summary>
    /// <param name="file">Where they are kept; need not exist, its folder does.</param>
    /// <param name="clock">Tells when a lease has run out.</param>
    /// <exception cref="IOException">The file cannot be read or used; the message says what to do.</exception>
    public LocalLeases(string file, TimeProvider clock)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        ArgumentNullException.ThrowIfNull(clock);
        this.file = file;
        this.clock = clock;
        StateFileContent read = StateFile.Read(file);
        foreach (string line in Encoding.UTF8.GetString(read.Content ?? []).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = line.Split(' ');
            this.tokens[parts[0]] = long.Parse(parts[1], CultureInfo.InvariantCulture);
        }

        if (read.Problem is not null)
        {
            // Tokens that fall would let an old writer in: rather stop than guess.
            throw new IOException($"The leases' tokens cannot be used: {read.Problem} Remove {file} together with the states written under them, which the log gives again.");
        }
    }

    /// <inheritdoc/>
    public ValueTask<Lease?> TryAcquireAsync(LeaseName name, string owner, TimeSpan duration, CancellationToken cancellationToken)
    {
        Lease.Check(owner, duration);
        lock (this.sync)
        {
            if (this.Current(name) is { } current && current.Owner != owner)
            {
                return ValueTask.FromResult<Lease?>(null);
            }

            Lease lease = this.Current(name) ?? new Lease(name, owner, this.NextToken(name));
            this.held[name] = (lease, this.clock.GetUtcNow() + duration);
            return ValueTask.FromResult<Lease?>(lease);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> TryRenewAsync(Lease lease, TimeSpan duration, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        lock (this.sync)
        {
            bool isHeld = this.Current(lease.Name) == lease;
            if (isHeld)
            {
                this.held[lease.Name] = (lease, this.clock.GetUtcNow() + duration);
            }

            return ValueTask.FromResult(isHeld);
        }
    }

    /// <inheritdoc/>
    public ValueTask ReleaseAsync(Lease lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        lock (this.sync)
        {
            if (this.Current(lease.Name) == lease)
            {
                this.held.Remove(lease.Name);
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<LeaseHolder?> FindAsync(LeaseName name, CancellationToken cancellationToken)
    {
        lock (this.sync)
        {
            return ValueTask.FromResult(
                this.Current(name) is { } lease ? new LeaseHolder(lease.Owner, lease.Token, this.held[name].Ends - this.clock.GetUtcNow()) : null);
        }
    }

    /// <summary>Writes while the lease is held: it cannot be taken over before the write is done.</summary>
    /// <exception cref="LeaseLostException">It is not held; nothing was written.</exception>
    internal void Write(Lease lease, Action write)
    {
        lock (this.sync)
        {
            if (this.Current(lease.Name) != lease)
            {
                throw new LeaseLostException(lease);
            }

            write();
        }
    }

    private Lease? Current(LeaseName name) =>
        this.held.TryGetValue(name, out (Lease Lease, DateTimeOffset Ends) entry) && this.clock.GetUtcNow() < entry.Ends ? entry.Lease : null;

    private long NextToken(LeaseName name)
    {
        long token = this.tokens.GetValueOrDefault(name.ToString()) + 1;
        this.tokens[name.ToString()] = token;
        string lines = string.Concat(this.tokens.Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.Key} {t.Value}\n")));
        StateFile.Write(this.file, Encoding.UTF8.GetBytes(lines));
        return token;
    }
}
