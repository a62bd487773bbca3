export type CatalogueEntry = {
  code: string;
  name: string;
  field: string;
  resultKind: string;
  sourceNote: string;
};

/** The 74 procedures of culture, sport and tourism whose codes are verified; none is invented. */
export const catalogue = (): CatalogueEntry[] => table.trim().split('\n').map(readLine);

/** Decisions in which code and name were read. */
const sources = new Map([
  ['A', 'QĐ 4508/QĐ-BVHTTDL ngày 28/11/2025'],
  ['B', 'QĐ 1498/QĐ-UBND tỉnh Ninh Bình ngày 18/11/2025'],
  ['C', 'QĐ 2914/QĐ-UBND tỉnh Hà Tĩnh ngày 24/11/2025'],
  ['V', 'Danh mục đã công bố'],
]);

/** code | name | field | kind of result († read off the name, not out of the decision) | source */
const table = `
1.001029 | Cấp Giấy phép đủ điều kiện kinh doanh dịch vụ karaoke | Văn hóa cơ sở | Giấy phép | B
1.000963 | Cấp Giấy phép điều chỉnh Giấy phép đủ điều kiện kinh doanh dịch vụ karaoke | Văn hóa cơ sở | Giấy phép | B
1.004650 | Tiếp nhận hồ sơ thông báo sản phẩm quảng cáo trên bảng quảng cáo, băng rôn | Quảng cáo | Văn bản trả lời† | B
1.004645 | Thông báo tổ chức đoàn người thực hiện quảng cáo | Quảng cáo | Văn bản trả lời† | B
1.004639 | Cấp Giấy phép thành lập Văn phòng đại diện của doanh nghiệp quảng cáo nước ngoài tại Việt Nam | Quảng cáo | Giấy phép | A
1.004662 | Cấp lại Giấy phép thành lập Văn phòng đại diện của doanh nghiệp quảng cáo nước ngoài | Quảng cáo | Giấy phép | C
1.004666 | Cấp sửa đổi, bổ sung Giấy phép thành lập Văn phòng đại diện của doanh nghiệp quảng cáo nước ngoài | Quảng cáo | Giấy phép | C
1.009397 | Tổ chức biểu diễn nghệ thuật trên địa bàn quản lý | Nghệ thuật biểu diễn | Văn bản chấp thuận† | B
1.009403 | Ra nước ngoài dự thi người đẹp, người mẫu | Nghệ thuật biểu diễn | Văn bản xác nhận† | C
1.001809 | Cấp giấy phép triển lãm mỹ thuật | Mỹ thuật, nhiếp ảnh, triển lãm | Giấy phép | C
1.001704 | Cấp Giấy phép triển lãm tác phẩm nhiếp ảnh tại Việt Nam | Mỹ thuật, nhiếp ảnh, triển lãm | Giấy phép | C
1.001671 | Cấp Giấy phép đưa tác phẩm nhiếp ảnh từ Việt Nam ra nước ngoài triển lãm | Mỹ thuật, nhiếp ảnh, triển lãm | Giấy phép | C
1.001738 | Cấp Giấy phép tổ chức trại sáng tác điêu khắc | Mỹ thuật, nhiếp ảnh, triển lãm | Giấy phép | C
1.001229 | Cấp Giấy phép tổ chức triển lãm do tổ chức, cá nhân địa phương đưa ra nước ngoài không vì mục đích thương mại | Mỹ thuật, nhiếp ảnh, triển lãm | Giấy phép | A
1.001211 | Cấp Giấy phép triển lãm do cá nhân nước ngoài tổ chức tại địa phương không vì mục đích thương mại | Mỹ thuật, nhiếp ảnh, triển lãm | Giấy phép | C
1.001833 | Tiếp nhận thông báo tổ chức thi sáng tác tác phẩm mỹ thuật | Mỹ thuật, nhiếp ảnh, triển lãm | Văn bản trả lời† | C
1.003901 | Cấp Giấy chứng nhận đủ điều kiện hành nghề tu bổ di tích | Di sản văn hóa | Giấy chứng nhận | B
2.001641 | Cấp lại Giấy chứng nhận đủ điều kiện hành nghề tu bổ di tích | Di sản văn hóa | Giấy chứng nhận | B
1.001822 | Cấp Chứng chỉ hành nghề tu bổ di tích | Di sản văn hóa | Chứng chỉ | B
1.002003 | Cấp lại Chứng chỉ hành nghề tu bổ di tích | Di sản văn hóa | Chứng chỉ | B
1.013456 | Cấp phép nhập khẩu di vật, cổ vật không nhằm mục đích kinh doanh cấp tỉnh | Di sản văn hóa | Giấy phép | C
1.003838 | Cho phép người Việt Nam định cư/tổ chức, cá nhân nước ngoài nghiên cứu sưu tầm di sản văn hóa phi vật thể | Di sản văn hóa | Văn bản cho phép† | C
1.003646 | Công nhận bảo vật quốc gia (bảo tàng cấp tỉnh, ban quản lý di tích) | Di sản văn hóa | Quyết định† | C
1.001032 | Xét tặng danh hiệu "Nghệ nhân nhân dân" | Thi đua, khen thưởng | Quyết định† | C
1.000971 | Xét tặng danh hiệu "Nghệ nhân ưu tú" | Thi đua, khen thưởng | Quyết định† | C
1.001108 | Xét tặng danh hiệu "Nghệ sĩ ưu tú" (Hội đồng cấp cơ sở) | Thi đua, khen thưởng | Quyết định† | C
1.014310 | Hưởng trợ cấp sinh hoạt hàng tháng đối với nghệ nhân nhân dân, nghệ nhân ưu tú (xã) | Di sản văn hóa | Quyết định† | C
1.003784 | Thông báo nhập khẩu văn hóa phẩm không nhằm mục đích kinh doanh cấp tỉnh | Mua bán hàng hóa quốc tế chuyên ngành văn hóa | Văn bản† | B
1.003560 | Xác nhận danh mục sản phẩm nghe nhìn có nội dung vui chơi giải trí nhập khẩu | Mua bán hàng hóa quốc tế chuyên ngành văn hóa | Văn bản xác nhận | A
2.001496 | Phê duyệt nội dung tác phẩm mỹ thuật, nhiếp ảnh nhập khẩu cấp tỉnh | Mua bán hàng hóa quốc tế chuyên ngành văn hóa | Văn bản phê duyệt | C
1.002396 | Cấp Giấy chứng nhận đủ điều kiện kinh doanh hoạt động thể thao | Thể dục, thể thao | Giấy chứng nhận | A
1.002445 | Cấp Giấy chứng nhận đủ điều kiện kinh doanh hoạt động thể thao của câu lạc bộ thể thao chuyên nghiệp | Thể dục, thể thao | Giấy chứng nhận | A
1.003441 | Cấp lại Giấy chứng nhận đủ điều kiện kinh doanh hoạt động thể thao trường hợp thay đổi nội dung ghi trong Giấy chứng nhận | Thể dục, thể thao | Giấy chứng nhận | B
1.000983 | Cấp lại Giấy chứng nhận đủ điều kiện kinh doanh hoạt động thể thao trường hợp bị mất hoặc hư hỏng | Thể dục, thể thao | Giấy chứng nhận | B
1.000953 | Cấp Giấy chứng nhận đủ điều kiện kinh doanh hoạt động thể thao đối với môn Yoga | Thể dục, thể thao | Giấy chứng nhận | A
1.000883 | Cấp Giấy chứng nhận đủ điều kiện kinh doanh hoạt động thể thao đối với môn Bơi, Lặn | Thể dục, thể thao | Giấy chứng nhận | A
1.000518 | Cấp Giấy chứng nhận đủ điều kiện kinh doanh hoạt động thể thao đối với môn Bóng đá | Thể dục, thể thao | Giấy chứng nhận | A
1.005163 | Cấp Giấy chứng nhận đủ điều kiện kinh doanh hoạt động thể thao đối với môn Thể dục thể hình và Fitness | Thể dục, thể thao | Giấy chứng nhận | A
1.000544 | Cấp Giấy chứng nhận đủ điều kiện kinh doanh hoạt động thể thao đối với môn Võ cổ truyền, Vovinam | Thể dục, thể thao | Giấy chứng nhận | A
2.001628 | Cấp giấy phép kinh doanh dịch vụ lữ hành nội địa | Du lịch | Giấy phép | A
2.001622 | Cấp đổi giấy phép kinh doanh dịch vụ lữ hành nội địa | Du lịch | Giấy phép | A
2.001611 | Thu hồi Giấy phép lữ hành nội địa – chấm dứt hoạt động | Du lịch | Quyết định thu hồi† | C
1.003717 | Cấp Giấy phép thành lập Văn phòng đại diện tại Việt Nam của doanh nghiệp lữ hành nước ngoài | Du lịch | Giấy phép | A
1.003002 | Gia hạn Giấy phép thành lập Văn phòng đại diện doanh nghiệp lữ hành nước ngoài | Du lịch | Giấy phép | A
1.001837 | Chấm dứt hoạt động Văn phòng đại diện doanh nghiệp lữ hành nước ngoài | Du lịch | Quyết định† | C
1.001440 | Cấp thẻ hướng dẫn viên du lịch tại điểm | Du lịch | Thẻ | C
1.004605 | Cấp Giấy chứng nhận khóa cập nhật kiến thức cho hướng dẫn viên nội địa, quốc tế | Du lịch | Giấy chứng nhận | C
1.009374 | Cấp giấy phép xuất bản bản tin (địa phương) | Báo chí | Giấy phép | A
2.001171 | Cho phép họp báo (trong nước) | Báo chí | Văn bản chấp thuận† | B
1.003868 | Cấp Giấy phép xuất bản tài liệu không kinh doanh | Xuất bản, in và phát hành | Giấy phép | B
2.001594 | Cấp Giấy phép hoạt động in xuất bản phẩm | Xuất bản, in và phát hành | Giấy phép | A
2.001564 | Cấp Giấy phép in gia công xuất bản phẩm cho nước ngoài | Xuất bản, in và phát hành | Giấy phép | A
2.001740 | Xác nhận đăng ký hoạt động in | Xuất bản, in và phát hành | Giấy xác nhận | B
2.001098 | Cấp Giấy phép thiết lập trang thông tin điện tử tổng hợp | Phát thanh, truyền hình và thông tin điện tử | Giấy phép | A
1.002001 | Cấp Giấy chứng nhận cung cấp dịch vụ trò chơi điện tử G2, G3, G4 trên mạng | Phát thanh, truyền hình và thông tin điện tử | Giấy chứng nhận | A
2.002772 | Cấp giấy xác nhận thông báo cung cấp dịch vụ mạng xã hội | Phát thanh, truyền hình và thông tin điện tử | Giấy xác nhận | C
1.013791 | Tiếp nhận hồ sơ đăng ký lễ hội quy mô cấp xã | Lễ hội | Văn bản trả lời† | V
1.004566 | Công nhận hạng cơ sở lưu trú du lịch 4–5 sao (Cục Du lịch Quốc gia) | Du lịch | Quyết định công nhận† | V
1.000936 | Cấp Giấy chứng nhận đủ điều kiện kinh doanh hoạt động thể thao đối với môn Golf | Thể dục, thể thao | Giấy chứng nhận | V
1.000920 | Cấp Giấy chứng nhận đủ điều kiện kinh doanh hoạt động thể thao đối với môn Cầu lông | Thể dục, thể thao | Giấy chứng nhận | V
1.001195 | Cấp Giấy chứng nhận đủ điều kiện kinh doanh hoạt động thể thao đối với môn Taekwondo | Thể dục, thể thao | Giấy chứng nhận | V
1.000904 | Cấp Giấy chứng nhận đủ điều kiện kinh doanh hoạt động thể thao đối với môn Karate | Thể dục, thể thao | Giấy chứng nhận | V
1.000863 | Cấp Giấy chứng nhận đủ điều kiện kinh doanh hoạt động thể thao đối với môn Billiards | Thể dục, thể thao | Giấy chứng nhận | V
1.000847 | Cấp Giấy chứng nhận đủ điều kiện kinh doanh hoạt động thể thao đối với môn Bóng bàn | Thể dục, thể thao | Giấy chứng nhận | V
1.000814 | Cấp Giấy chứng nhận đủ điều kiện kinh doanh hoạt động thể thao đối với môn Khiêu vũ | Thể dục, thể thao | Giấy chứng nhận | V
1.000644 | Cấp Giấy chứng nhận đủ điều kiện kinh doanh hoạt động thể thao đối với môn Thể dục thẩm mỹ | Thể dục, thể thao | Giấy chứng nhận | V
1.000501 | Cấp Giấy chứng nhận đủ điều kiện kinh doanh hoạt động thể thao đối với môn Quần vợt | Thể dục, thể thao | Giấy chứng nhận | V
1.000485 | Cấp Giấy chứng nhận đủ điều kiện kinh doanh hoạt động thể thao đối với môn Patin | Thể dục, thể thao | Giấy chứng nhận | V
1.005162 | Cấp Giấy chứng nhận đủ điều kiện kinh doanh hoạt động thể thao đối với môn Wushu | Thể dục, thể thao | Giấy chứng nhận | V
1.001527 | Cấp Giấy chứng nhận đủ điều kiện kinh doanh hoạt động thể thao đối với môn Bóng rổ | Thể dục, thể thao | Giấy chứng nhận | V
1.000560 | Cấp Giấy chứng nhận đủ điều kiện kinh doanh hoạt động thể thao đối với môn Quyền anh | Thể dục, thể thao | Giấy chứng nhận | V
1.000842 | Cấp Giấy chứng nhận đủ điều kiện kinh doanh hoạt động thể thao đối với môn Judo | Thể dục, thể thao | Giấy chứng nhận | V
1.001517 | Cấp Giấy chứng nhận đủ điều kiện kinh doanh hoạt động thể thao đối với môn Leo núi | Thể dục, thể thao | Giấy chứng nhận | V
1.002188 | Cấp Giấy chứng nhận đủ điều kiện kinh doanh hoạt động thể thao đối với môn Lân Sư Rồng | Thể dục, thể thao | Giấy chứng nhận | V
`;

function readLine(line: string): CatalogueEntry {
  const [code = '', name = '', field = '', kind = '', source = ''] = line.split(' | ');
  const isKindAssumed = kind.endsWith('†');
  const note = sources.get(source) ?? source;
  return {
    code,
    name,
    field,
    resultKind: kind.replace('†', ''),
    sourceNote: isKindAssumed ? `${note}; loại kết quả chưa kiểm chứng` : note,
  };
}
