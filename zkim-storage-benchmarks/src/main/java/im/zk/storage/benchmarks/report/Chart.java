package im.zk.storage.benchmarks.report;

import de.erichseifert.vectorgraphics2d.Document;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.StandardChartTheme;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.category.DefaultCategoryDataset;

/** A picture of bars in groups, as an SVG file. */
final class Chart {

    private static final int WIDTH = 960;
    private static final int HEIGHT = 380;
    private static final int LABEL_LINES = 3;
    private static final int LEGEND_GAP = 60;
    private static final float TITLE_SIZE = 15;

    /** Told apart by those who do not see all colours, too: of Okabe and Ito's palette. */
    private static final List<Color> COLOURS = List.of(
            new Color(0x0072B2),
            new Color(0xE69F00),
            new Color(0x009E73),
            new Color(0xCC79A7),
            new Color(0x56B4E9),
            new Color(0xD55E00),
            new Color(0x000000));

    private final String title;
    private final String unit;
    private final DefaultCategoryDataset bars = new DefaultCategoryDataset();
    private double lowest = 1;
    private boolean logarithmic;

    Chart(String title, String unit) {
        this.title = title;
        this.unit = unit;
    }

    /** Adds a bar. */
    Chart bar(String series, String group, double height) {
        lowest = Math.min(lowest, height);
        bars.addValue(height, series, group);
        return this;
    }

    /** Has each step of the scale be ten times the one before. */
    Chart logarithmic() {
        logarithmic = true;
        return this;
    }

    /** Writes the picture, unless it has no bars. */
    void write(Path file) throws IOException {
        if (bars.getRowCount() == 0) {
            return;
        }
        VectorGraphics2D graphics = new VectorGraphics2D();
        draw().draw(graphics, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT));
        Document document = new SVGProcessor().getDocument(graphics.getCommands(), new PageSize(0, 0, WIDTH, HEIGHT));
        try (OutputStream output = Files.newOutputStream(file)) {
            document.writeTo(output);
        }
    }

    private JFreeChart draw() {
        BarRenderer.setDefaultBarPainter(new StandardBarPainter());
        BarRenderer.setDefaultShadowsVisible(false);
        ChartFactory.setChartTheme(new StandardChartTheme("plain"));
        JFreeChart chart = ChartFactory.createBarChart(
                title + ": " + unit, null, null, bars, PlotOrientation.VERTICAL, true, false, false);
        chart.getTitle().setFont(chart.getTitle().getFont().deriveFont(TITLE_SIZE));
        CategoryPlot plot = chart.getCategoryPlot();
        plot.setBackgroundPaint(Color.WHITE);
        plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
        for (int series = 0; series < COLOURS.size(); series++) {
            plot.getRenderer().setSeriesPaint(series, COLOURS.get(series));
        }
        // Whoever draws the file may have a wider font than was measured here.
        chart.getLegend().setItemLabelPadding(new RectangleInsets(2, 2, 2, LEGEND_GAP));
        // Turned, each letter would be drawn as a shape.
        plot.getDomainAxis().setMaximumCategoryLabelLines(LABEL_LINES);
        if (logarithmic) {
            LogAxis axis = new LogAxis();
            double foot = Math.min(1, Math.pow(10, Math.floor(Math.log10(lowest))));
            axis.setSmallestValue(foot);
            axis.setNumberFormatOverride(new DecimalFormat("0.##", DecimalFormatSymbols.getInstance(Locale.ROOT)));
            plot.setRangeAxis(axis);
            // Bars stand on zero otherwise, which such a scale has at an infinite depth.
            ((BarRenderer) plot.getRenderer()).setBase(foot);
        }
        return chart;
    }
}
