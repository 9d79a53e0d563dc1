using System.Globalization;
using System.Text;
using Microsoft.Playwright;
using TransitHub.Testing;

namespace TransitHub.Browser.Tests;

/// <summary>
/// What gliding vehicles cost the page's main thread, beside the usual way: a GeoJSON source that gets all vehicles anew for
/// each frame. <c>bash benchmarks/live-map.sh</c> writes benchmarks/results/live-map.md.
/// </summary>
public sealed class LiveMapCost(BrowserFixture fixture)
{
    private const int Vehicles = 2000;
    private const int Seconds = 10;
    private const int Rounds = 3;

    [Fact(Explicit = true)]
    public async Task Of_two_thousand_vehicles()
    {
        await using LivePage page = await fixture.OpenAsync(choose: o => o.ViewportSize = new ViewportSize { Width = 1280, Height = 800 });
        await page.WaitForStateAsync("live");
        await page.PlaceOfAsync("boat-0-3");
        ICDPSession devtools = await page.Page.Context.NewCDPSessionAsync(page.Page);
        await devtools.SendAsync("Performance.enable");
        var rows = new StringBuilder(Head);
        foreach ((string name, string start) in new[]
        {
            ("rest: nothing moves", "() => 0"),
            ("the page's layer, 30 frames a second, 200 reports a second", OwnLayer),
            ("GeoJSON source, setData for each frame, at most 30 a second", SetData),
        })
        {
            for (int round = 0; round < Rounds; round++)
            {
                await page.InPageAsync<object?>(start, Vehicles);
                (double task, double script, int frames) = await MeasureAsync(page, devtools);
                await page.InPageAsync<object?>("() => { globalThis.stopDriving?.(); globalThis.stopDriving = undefined; }");
                string perFrame = frames == 0 ? "–" : string.Create(CultureInfo.InvariantCulture, $"{task * 1000 / frames:F2}");
                rows.Append(CultureInfo.InvariantCulture, $"| {name} | {frames / (double)Seconds:F1} | {task * 1000 / Seconds:F0} | {script * 1000 / Seconds:F0} | {perFrame} |\n");
            }
        }

        double drawing = await page.InPageAsync<double>("async () => { const { view } = await import(document.querySelector('script[type=module]').src); return view.vehicles.cost.milliseconds / view.vehicles.cost.frames; }");
        rows.Append(CultureInfo.InvariantCulture, $"\nOf the layer's frames the script that draws them (upload of what changed, uniforms, one call) is {drawing:F2} ms each.\n")
            .Append(CultureInfo.InvariantCulture, $"Chromium {page.Page.Context.Browser!.Version}, SwiftShader, {Environment.ProcessorCount} cores shared with the hub and the browser's own processes.\n")
            .Append(Foot);
        await File.WriteAllTextAsync(Path.Combine(SharedData.RepositoryRoot, "benchmarks", "results", "live-map.md"), rows.ToString(), TestContext.Current.CancellationToken);
    }

    private static async Task<(double Task, double Script, int Frames)> MeasureAsync(LivePage page, ICDPSession devtools)
    {
        await page.InPageAsync<object?>("() => { globalThis.drawn = 0; }");
        (double Task, double Script) before = await ReadAsync(devtools);
        await page.InPageAsync<object?>("(seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000))", Seconds);
        (double Task, double Script) after = await ReadAsync(devtools);
        return (after.Task - before.Task, after.Script - before.Script, await page.InPageAsync<int>("() => globalThis.drawn"));
    }

    private static async Task<(double Task, double Script)> ReadAsync(ICDPSession devtools)
    {
        System.Text.Json.JsonElement metrics = (await devtools.SendAsync("Performance.getMetrics"))!.Value.GetProperty("metrics");
        double Value(string name) => metrics.EnumerateArray().Single(m => m.GetProperty("name").GetString() == name).GetProperty("value").GetDouble();
        return (Value("TaskDuration"), Value("ScriptDuration"));
    }

    private const string Head =
        """
        # Live map: what 2,000 gliding vehicles cost the page's main thread

        Command: `bash benchmarks/live-map.sh`. Each line is ten seconds in a headless Chromium, 1280 by 800, the map zoomed to the
        vehicles; the time is the main thread's as DevTools counts it (`Performance.getMetrics`: TaskDuration, ScriptDuration).
        There is no graphics card here, so frames come as fast as the processor can paint them: the frame rate says nothing about a
        person's device, the main thread's cost does.

        | what moves | frames a second | main thread, ms a second | of it script | main thread, ms a frame |
        |---|---|---|---|---|

        """;

    private const string Foot =
        """

        The layer's row holds everything: 200 reports a second taken over in 20 events, and the frames. Between reports its vehicles
        glide in the vertex shader, so a frame's script does not grow with their number, and the map below is not painted again.
        The peer's points are cut into tiles by a worker for each frame (not counted here), and the whole map is painted again.

        """;

    /// <summary>Each vehicle reports every ten seconds and glides to where it reports from; twenty events a second.</summary>
    private const string OwnLayer =
        """
        async (count) => {
          const { view, clock } = await import(document.querySelector('script[type=module]').src);
          const layer = view.vehicles;
          const routes = ['boat', 'train', 'bus'];
          const made = (i, turn) => ({ id: `load-${i}`, lat: 13.70 + (i % 50) * 0.0025 + turn * 0.0004, lon: 100.42 + Math.floor(i / 50) * 0.004, bearing: i % 360,
            measured_at: clock.now(), received_at: clock.now(), match: { matched: true }, phase: 'in_service', route_id: routes[i % 3], delay_seconds: i % 400 });
          layer.take(Array.from({ length: count }, (_, i) => made(i, 0)), []);
          let next = 0, turn = 1;
          const each = count / 200;
          const timer = setInterval(() => {
            layer.take(Array.from({ length: each }, (_, k) => made(next + k, turn)), []);
            next += each;
            if (next >= count) { next = 0; turn++; }
          }, 50);
          const frames = layer.cost.frames;
          Object.defineProperty(globalThis, 'drawn', { configurable: true, get: () => layer.cost.frames - frames - globalThis.drawnBefore, set: () => { globalThis.drawnBefore = layer.cost.frames - frames; } });
          globalThis.stopDriving = () => { clearInterval(timer); layer.take([], Array.from({ length: count }, (_, i) => `load-${i}`)); Object.defineProperty(globalThis, 'drawn', { configurable: true, writable: true, value: 0 }); };
        }
        """;

    private const string SetData =
        """
        async (count) => {
          const { view } = await import(document.querySelector('script[type=module]').src);
          const map = view.map;
          const started = performance.now();
          const features = Array.from({ length: count }, (_, i) => ({ type: 'Feature', properties: { color: ['#F58220', '#1E4F9C', '#C0392B'][i % 3], bearing: i % 360 },
            geometry: { type: 'Point', coordinates: [100.42 + Math.floor(i / 50) * 0.004, 13.70 + (i % 50) * 0.0025] } }));
          map.addSource('load', { type: 'geojson', data: { type: 'FeatureCollection', features } });
          map.addLayer({ id: 'load', type: 'circle', source: 'load', paint: { 'circle-radius': 8, 'circle-color': ['get', 'color'], 'circle-stroke-width': 2, 'circle-stroke-color': '#fff' } });
          let going = true, last = 0;
          globalThis.drawn = 0;
          const frame = (at) => {
            if (!going) return;
            requestAnimationFrame(frame);
            if (at - last < 29) return;
            last = at;
            const moved = (at - started) / 1000 * 0.00004;
            features.forEach((feature, i) => { feature.geometry.coordinates[1] = 13.70 + (i % 50) * 0.0025 + moved; });
            map.getSource('load').setData({ type: 'FeatureCollection', features });
            globalThis.drawn++;
          };
          requestAnimationFrame(frame);
          globalThis.stopDriving = () => { going = false; map.removeLayer('load'); map.removeSource('load'); };
        }
        """;
}
