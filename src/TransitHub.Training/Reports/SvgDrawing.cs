using System.Globalization;
using System.Net;
using System.Text;

namespace TransitHub.Training.Reports;

/// <summary>Writes a small SVG picture; text and axes take the color of the page that it stands in.</summary>
internal sealed class SvgDrawing
{
    private readonly StringBuilder svg = new();

    /// <summary>Starts a picture.</summary>
    /// <param name="width">Width in its own units.</param>
    /// <param name="height">Height in its own units.</param>
    /// <param name="title">What it shows, for those who cannot see it.</param>
    public SvgDrawing(int width, int height, string title)
    {
        this.svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"system-ui, sans-serif\" font-size=\"13\">\n");
        this.svg.Append(CultureInfo.InvariantCulture, $"<title>{WebUtility.HtmlEncode(title)}</title>\n");
    }

    /// <summary>Draws a straight line; a null color is the page's own, pale.</summary>
    public void Line(double x1, double y1, double x2, double y2, string? color = null)
    {
        string stroke = color is null ? "stroke=\"currentColor\" stroke-opacity=\"0.2\"" : $"stroke=\"{color}\"";
        this.svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{x1:0.#}\" y1=\"{y1:0.#}\" x2=\"{x2:0.#}\" y2=\"{y2:0.#}\" {stroke}/>\n");
    }

    /// <summary>Draws a line through points.</summary>
    public void Polyline(IEnumerable<(double X, double Y)> points, string color, double width, bool isDashed)
    {
        string dashes = isDashed ? " stroke-dasharray=\"6 4\"" : string.Empty;
        string list = string.Join(' ', points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.X:0.#},{p.Y:0.#}")));
        this.svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{list}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"{width:0.#}\" stroke-linejoin=\"round\"{dashes}/>\n");
    }

    /// <summary>Draws a path given as SVG commands.</summary>
    public void Path(StringBuilder commands, string color, double width) =>
        this.svg.Append(CultureInfo.InvariantCulture, $"<path d=\"{commands}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"{width:0.#}\" stroke-linecap=\"round\"/>\n");

    /// <summary>Draws a dot.</summary>
    public void Dot(double x, double y, double radius, string color, string hint) =>
        this.svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"{radius:0.#}\" fill=\"{color}\"><title>{WebUtility.HtmlEncode(hint)}</title></circle>\n");

    /// <summary>Fills a box.</summary>
    public void Box(double x, double y, double width, double height, string color) =>
        this.svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{width:0.#}\" height=\"{height:0.#}\" fill=\"{color}\"/>\n");

    /// <summary>Writes a text; anchor is start, middle or end; a null color is the page's own.</summary>
    public void Text(double x, double y, string text, string anchor = "start", string? color = null, bool isBold = false) =>
        this.svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\" fill=\"{color ?? "currentColor"}\"{(isBold ? " font-weight=\"600\"" : string.Empty)}>{WebUtility.HtmlEncode(text)}</text>\n");

    /// <summary>Ends the picture.</summary>
    public string Finish() => this.svg.Append("</svg>\n").ToString();
}
