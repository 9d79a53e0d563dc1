namespace TransitHub.Server.Hosting;

/// <summary>Works that need each other.</summary>
internal static class Together
{
    /// <summary>Runs works until told to stop; one that ends before, by a fault, ends the others with it and throws what it was.</summary>
    public static async Task RunAsync(CancellationToken stop, params IEnumerable<Func<CancellationToken, Task>> works)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task[] running = [.. works.Select(w => Task.Run(() => w(ending.Token), CancellationToken.None))];
        await Task.WhenAny(running).ConfigureAwait(false);
        await ending.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(running).ConfigureAwait(false);
    }
}
