using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using TransitHub.Redis.Sessions;

namespace TransitHub.Server.Security.SignIn;

/// <summary>The keys of sessions in Redis, for all processes of the hub. ASP.NET asks for them once a day and at the first session, in a call that cannot wait otherwise.</summary>
internal sealed class SharedSessionKeys(RedisSessionKeys store) : IXmlRepository
{
    /// <summary>So long a request waits for a Redis that is away; the next one asks again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private volatile int known;

    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        IReadOnlyList<string> all = Run(store.ListAsync);
        this.known = all.Count;
        return [.. all.Select(XElement.Parse)];
    }

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName) =>
        Run(stop => store.TryAddAsync(friendlyName, element.ToString(SaveOptions.DisableFormatting), this.known, stop));

    private T Run<T>(Func<CancellationToken, Task<T>> call)
    {
        // Whoever sends cookies while Redis is away is not to hold threads.
        if (store.Problem is { } problem)
        {
            throw new IOException(problem);
        }

        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        return Task.Run(() => call(patience.Token)).GetAwaiter().GetResult();
    }
}
